// Who may do what: every role of the installation is given here, and nowhere else. docs/security.md holds the same table; a test compares them.
param principals principalIds
param accountName string
param hostAccountName string
param registryName string
param vaultName string
param insightsName string

@description('Containers with uploads.')
param uploadContainers string[]

@description('The gate; empty = none.')
param cleanContainer string

@description('How uploads are heard of: the blob trigger keeps a queue of its own in the account.')
param ingress 'queue' | 'blobTrigger'

@description('True when a signing key is in the vault.')
param signsModels bool

@description('Name of the Azure OpenAI account; empty = none.')
param openAiName string

@description('Name of the Event Grid topic of the results; empty = none.')
param resultsTopicName string

@export()
@description('What roles are given to; the service principals of the identities.')
type principalIds = {
  scanner: string
  web: string
  retrain: string
  @description('Of the Event Grid system topic.')
  events: string
}

var roles = {
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  'Storage Blob Data Reader': '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
  'Storage Queue Data Contributor': '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  'Storage Queue Data Message Sender': 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  'EventGrid Data Sender': 'd5a91429-5739-47e2-a06b-3470a27159e7'
  'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb'
  'Key Vault Secrets User': '4633458b-17de-408a-b874-0445c86b69e6'
  'Cognitive Services OpenAI User': '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd'
  AcrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d'
}

// Blobs are written in sp-review only below {scope}/pending/ and {scope}/pending-of/; a test compares that with what the scanner writes. Deleting is not limited: the sweep finishes erasures, which remove labels.
var onlyPending = '((!(ActionMatches{\'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write\'}) AND !(ActionMatches{\'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action\'})) OR (@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path] StringLike \'*/pending/*\') OR (@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path] StringLike \'*/pending-of/*\'))'

// {upload} stands for each container with uploads, {clean} for the gate. Index tags need Owner: Contributor may not set them.
var containerGrants = [
  { who: 'scanner', what: '{upload}', role: 'Storage Blob Data Owner', limit: '' }
  { who: 'scanner', what: '{clean}', role: 'Storage Blob Data Contributor', limit: '' }
  { who: 'scanner', what: 'sp-results', role: 'Storage Blob Data Contributor', limit: '' }
  { who: 'scanner', what: 'sp-review', role: 'Storage Blob Data Contributor', limit: 'onlyPending' }
  { who: 'scanner', what: 'sp-models', role: 'Storage Blob Data Reader', limit: '' }
  { who: 'web', what: '{upload}', role: 'Storage Blob Data Owner', limit: '' }
  { who: 'web', what: '{clean}', role: 'Storage Blob Data Contributor', limit: '' }
  { who: 'web', what: 'sp-results', role: 'Storage Blob Data Contributor', limit: '' }
  { who: 'web', what: 'sp-review', role: 'Storage Blob Data Contributor', limit: '' }
  { who: 'web', what: 'sp-models', role: 'Storage Blob Data Reader', limit: '' }
  { who: 'retrain', what: '{upload}', role: 'Storage Blob Data Reader', limit: '' }
  { who: 'retrain', what: 'sp-results', role: 'Storage Blob Data Contributor', limit: '' }
  { who: 'retrain', what: 'sp-review', role: 'Storage Blob Data Reader', limit: '' }
  { who: 'retrain', what: 'sp-models', role: 'Storage Blob Data Contributor', limit: '' }
  { who: 'events', what: 'dead-letter', role: 'Storage Blob Data Contributor', limit: '' }
]

// The host gives a message back, and keeps it longer, by updating it: Message Processor may not.
var queueGrants = [
  { who: 'scanner', what: 'scan-requests', role: 'Storage Queue Data Contributor' }
  { who: 'scanner', what: 'scan-requests-poison', role: 'Storage Queue Data Contributor' }
  { who: 'scanner', what: 'scan-results', role: 'Storage Queue Data Message Sender' }
  { who: 'web', what: 'scan-requests', role: 'Storage Queue Data Message Sender' }
  { who: 'web', what: 'scan-results', role: 'Storage Queue Data Message Sender' }
  { who: 'events', what: 'scan-requests', role: 'Storage Queue Data Message Sender' }
]

var blobTriggerGrants = [
  { who: 'scanner', what: 'upload account', role: 'Storage Queue Data Contributor' }
]

var hostGrants = [
  { who: 'scanner', what: 'host account', role: 'Storage Blob Data Owner' }
  { who: 'scanner', what: 'host account', role: 'Storage Queue Data Contributor' }
  { who: 'scanner', what: 'host account', role: 'Storage Table Data Contributor' }
]

var registryGrants = [
  { who: 'scanner', what: 'registry', role: 'AcrPull' }
  { who: 'web', what: 'registry', role: 'AcrPull' }
  { who: 'retrain', what: 'registry', role: 'AcrPull' }
]

var secretGrants = [
  { who: 'scanner', what: 'tombstone-key', role: 'Key Vault Secrets User' }
  { who: 'scanner', what: 'audit-key', role: 'Key Vault Secrets User' }
  { who: 'web', what: 'tombstone-key', role: 'Key Vault Secrets User' }
  { who: 'web', what: 'audit-key', role: 'Key Vault Secrets User' }
  { who: 'retrain', what: 'tombstone-key', role: 'Key Vault Secrets User' }
  { who: 'retrain', what: 'audit-key', role: 'Key Vault Secrets User' }
  { who: 'retrain', what: 'signing-key', role: 'Key Vault Secrets User' }
]

var telemetryGrants = [
  { who: 'scanner', what: 'telemetry', role: 'Monitoring Metrics Publisher' }
  { who: 'web', what: 'telemetry', role: 'Monitoring Metrics Publisher' }
]

var openAiGrants = [
  { who: 'web', what: 'openai', role: 'Cognitive Services OpenAI User' }
]

var topicGrants = [
  { who: 'scanner', what: 'results topic', role: 'EventGrid Data Sender' }
  { who: 'web', what: 'results topic', role: 'EventGrid Data Sender' }
]

var onContainers = flatten(map(
  containerGrants,
  grant =>
    grant.what == '{upload}'
      ? map(uploadContainers, container => union(grant, { what: container }))
      : grant.what == '{clean}' ? (empty(cleanContainer) ? [] : [union(grant, { what: cleanContainer })]) : [grant]
))
var onSecrets = filter(secretGrants, grant => signsModels || grant.what != 'signing-key')
var onUploadAccount = ingress == 'blobTrigger' ? blobTriggerGrants : []
var onOpenAi = empty(openAiName) ? [] : openAiGrants
var onTopic = empty(resultsTopicName) ? [] : topicGrants

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: accountName

  resource blobs 'blobServices' existing = { name: 'default' }
  resource queueService 'queueServices' existing = { name: 'default' }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' existing = [
  for grant in onContainers: {
    parent: account::blobs
    name: grant.what
  }
]

resource containerRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, i) in onContainers: {
    name: guid(containers[i].id, principals[grant.who], grant.role)
    scope: containers[i]
    properties: {
      principalId: principals[grant.who]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
      condition: grant.limit == 'onlyPending' ? onlyPending : null
      conditionVersion: grant.limit == 'onlyPending' ? '2.0' : null
    }
  }
]

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2024-01-01' existing = [
  for grant in queueGrants: {
    parent: account::queueService
    name: grant.what
  }
]

resource queueRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, i) in queueGrants: {
    name: guid(queues[i].id, principals[grant.who], grant.role)
    scope: queues[i]
    properties: {
      principalId: principals[grant.who]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
    }
  }
]

resource accountRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in onUploadAccount: {
    name: guid(account.id, principals[grant.who], grant.role)
    scope: account
    properties: {
      principalId: principals[grant.who]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
    }
  }
]

resource host 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: hostAccountName
}

resource hostRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in hostGrants: {
    name: guid(host.id, principals[grant.who], grant.role)
    scope: host
    properties: {
      principalId: principals[grant.who]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
    }
  }
]

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' existing = {
  name: registryName
}

resource registryRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in registryGrants: {
    name: guid(registry.id, principals[grant.who], grant.role)
    scope: registry
    properties: {
      principalId: principals[grant.who]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
    }
  }
]

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource secrets 'Microsoft.KeyVault/vaults/secrets@2023-07-01' existing = [
  for grant in onSecrets: {
    parent: vault
    name: grant.what
  }
]

resource secretRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, i) in onSecrets: {
    name: guid(secrets[i].id, principals[grant.who], grant.role)
    scope: secrets[i]
    properties: {
      principalId: principals[grant.who]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
    }
  }
]

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource telemetryRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in telemetryGrants: {
    name: guid(insights.id, principals[grant.who], grant.role)
    scope: insights
    properties: {
      principalId: principals[grant.who]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
    }
  }
]

resource openAi 'Microsoft.CognitiveServices/accounts@2024-10-01' existing = if (!empty(openAiName)) {
  name: empty(openAiName) ? 'none' : openAiName
}

resource openAiRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in onOpenAi: {
    name: guid(openAi.id, principals[grant.who], grant.role)
    scope: openAi
    properties: {
      principalId: principals[grant.who]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
    }
  }
]

resource topic 'Microsoft.EventGrid/topics@2025-02-15' existing = if (!empty(resultsTopicName)) {
  name: empty(resultsTopicName) ? 'none' : resultsTopicName
}

resource topicRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in onTopic: {
    name: guid(topic.id, principals[grant.who], grant.role)
    scope: topic
    properties: {
      principalId: principals[grant.who]
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
    }
  }
]
