import { networkInfo } from 'types.bicep'

param name string
param location string
param tags object
param workspaceId string
param network networkInfo

@description('Base64 of 32 random bytes, once; empty afterwards: with another key, erased content would come back.')
@secure()
param tombstoneKey string

@description('Base64 of 16 random bytes, once; empty afterwards.')
@secure()
param auditKey string

@description('PEM of the private key (EC, P-256) that signs model versions; empty = the one that is there.')
@secure()
param signingKey string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: network == null ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: network == null ? 'Allow' : 'Deny'
    }
  }

  resource tombstone 'secrets' = if (!empty(tombstoneKey)) {
    name: 'tombstone-key'
    properties: { value: tombstoneKey, contentType: 'base64' }
  }

  resource audit 'secrets' = if (!empty(auditKey)) {
    name: 'audit-key'
    properties: { value: auditKey, contentType: 'base64' }
  }

  resource signing 'secrets' = if (!empty(signingKey)) {
    name: 'signing-key'
    properties: { value: signingKey, contentType: 'application/x-pem-file' }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = vault.id
output name string = vault.name
output uri string = vault.properties.vaultUri
