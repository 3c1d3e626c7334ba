import { networkInfo } from 'types.bicep'

@description('Results as CloudEvents, beside the queue scan-results: for consumers that subscribe.')
param name string
param location string
param tags object
param workspaceId string
param network networkInfo

resource topic 'Microsoft.EventGrid/topics@2025-02-15' = {
  name: name
  location: location
  tags: tags
  properties: {
    inputSchema: 'CloudEventSchemaV1_0'
    disableLocalAuth: true
    minimumTlsVersionAllowed: '1.2'
    publicNetworkAccess: network == null ? 'Enabled' : 'Disabled'
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: topic
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'DeliveryFailures', enabled: true }
      { category: 'PublishFailures', enabled: true }
    ]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = topic.id
output name string = topic.name
output endpoint string = topic.properties.endpoint
