// A sample: readers of the upload container see only blobs that the scanner has tagged as clean. It is a hint, not a lock; docs/security.md lists what gets past it. The lock is two containers.
@description('Account with the uploads.')
param accountName string

@description('Container with uploads.')
param containerName string

@description('Who reads.')
param principalId string

@description('Kind of the reader.')
param principalType 'User' | 'Group' | 'ServicePrincipal'

var onlyClean = '((!(ActionMatches{\'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read\'} AND NOT SubOperationMatches{\'Blob.List\'})) OR (@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs/tags:Stay Positive verdict<$key_case_sensitive$>] StringEquals \'NoFindings\'))'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: accountName

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource container 'containers' existing = { name: containerName }
  }
}

resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::blobs::container.id, principalId, 'reader of clean blobs')
  scope: account::blobs::container
  properties: {
    principalId: principalId
    principalType: principalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1') // Storage Blob Data Reader
    condition: onlyClean
    conditionVersion: '2.0'
  }
}
