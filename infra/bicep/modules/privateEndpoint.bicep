import { networkInfo } from 'types.bicep'

@description('A service, by a private address only.')
param name string
param location string
param tags object
param network networkInfo

@description('Resource id of the service.')
param serviceId string

@description('Part of it: blob, queue, table, vault, account.')
param groupId string

@description('The private zone that is linked to the network.')
param zoneId string

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: network!.endpointsSubnetId }
    privateLinkServiceConnections: [
      { name: groupId, properties: { privateLinkServiceId: serviceId, groupIds: [groupId] } }
    ]
  }

  resource zones 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [{ name: groupId, properties: { privateDnsZoneId: zoneId } }]
    }
  }
}
