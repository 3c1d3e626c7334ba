import { networkInfo } from 'types.bicep'

@description('A private zone, linked to the network.')
param name string
param tags object
param network networkInfo

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: name
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: 'vnet'
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: network!.vnetId }
    }
  }
}

output id string = zone.id
