import { networkInfo } from 'types.bicep'

param token string
param location string
param tags object
param workspaceId string
param network networkInfo

@description('Kind of graphics card for the retraining; empty = none.')
param gpuProfile '' | 'Consumption-GPU-NC8as-T4' | 'Consumption-GPU-NC24-A100'

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: 'cae-${token}'
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: { destination: 'azure-monitor' }
    publicNetworkAccess: network == null ? 'Enabled' : 'Disabled'
    vnetConfiguration: network == null ? null : { infrastructureSubnetId: network.?containersSubnetId, internal: true }
    zoneRedundant: false
    peerTrafficConfiguration: { encryption: { enabled: true } }
    workloadProfiles: concat(
      [{ name: 'Consumption', workloadProfileType: 'Consumption' }],
      empty(gpuProfile) ? [] : [{ name: 'gpu', workloadProfileType: gpuProfile }]
    )
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: environment
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'ContainerAppConsoleLogs', enabled: true }
      { category: 'ContainerAppSystemLogs', enabled: true }
    ]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = environment.id
output defaultDomain string = environment.properties.defaultDomain
