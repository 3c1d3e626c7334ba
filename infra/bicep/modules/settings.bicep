import { setting } from 'types.bicep'

// The settings of the three programs, in one place: a test compares the names with what the programs read.
param blobEndpoint string
param queueEndpoint string
param insightsConnectionString string
param uploadContainers string[]
param cleanContainer string
param modelKeys string[]
param vaultUri string
param ingress 'queue' | 'blobTrigger'

@description('Memory of an instance of the scanner, MB.')
param scannerMemory int
param scannerClientId string
param webClientId string
param retrainClientId string
param signsModels bool
param auth { authority: string, audience: string, clientId: string, scope: string }

@description('Endpoint of the topic of the results; empty = the queue alone.')
param resultsTopicEndpoint string

@description('Azure OpenAI; null = no notes.')
param notes { endpoint: string, deployment: string, perDay: int }?

var storage = concat(
  [
    { name: 'Storage__BlobServiceUri', value: blobEndpoint }
    { name: 'Storage__QueueServiceUri', value: queueEndpoint }
  ],
  map(modelKeys, (key, i) => { name: 'Storage__ModelKeys__${i}', value: key })
)
var scanning = concat(
  map(uploadContainers, (container, i) => { name: 'Scanning__Containers__${i}', value: container }),
  empty(cleanContainer) ? [] : [{ name: 'Scanning__CleanContainer', value: cleanContainer }]
)
var events = empty(resultsTopicEndpoint) ? [] : [{ name: 'EventGrid__TopicEndpoint', value: resultsTopicEndpoint }]
var telemetry = [{ name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insightsConnectionString }]

// The host's own connection has the prefix of our section: one pair of addresses serves both.
var host = concat(
  [
    { name: 'Storage__credential', value: 'managedidentity' }
    { name: 'Storage__clientId', value: scannerClientId }
    { name: 'AZURE_CLIENT_ID', value: scannerClientId }
    { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'ClientId=${scannerClientId};Authorization=AAD' }
    { name: 'UploadContainer', value: uploadContainers[0] }
    { name: 'Scanning__MemoryMegabytes', value: string(scannerMemory / 2) }
  ],
  ingress == 'queue' ? [{ name: 'AzureWebJobs__ScanUpload__Disabled', value: 'true' }] : []
)

var tombstone = { name: 'tombstone-key', url: '${vaultUri}secrets/tombstone-key', variable: 'Storage__TombstoneKey' }
var audit = { name: 'audit-key', url: '${vaultUri}secrets/audit-key', variable: 'Storage__AuditKey' }
var signing = { name: 'signing-key', url: '${vaultUri}secrets/signing-key', variable: 'Models__SigningKey' }
var programs = [tombstone, audit]

var scannerSettings = concat(storage, scanning, events, telemetry, host)

output scanner setting[] = scannerSettings

@description('Flex Consumption resolves references to the vault itself.')
output flexScanner setting[] = concat(
  scannerSettings,
  map(programs, secret => { name: secret.variable, value: '@Microsoft.KeyVault(SecretUri=${secret.url})' })
)

output web setting[] = concat(
  storage,
  scanning,
  events,
  telemetry,
  [
    { name: 'AZURE_CLIENT_ID', value: webClientId }
    { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'ClientId=${webClientId};Authorization=AAD' }
    { name: 'Auth__Authority', value: auth.authority }
    { name: 'Auth__Audience', value: auth.audience }
    { name: 'Auth__ClientId', value: auth.clientId }
    { name: 'Auth__Scope', value: auth.scope }
  ],
  notes == null
    ? []
    : [
        { name: 'OpenAI__Endpoint', value: notes!.endpoint }
        { name: 'OpenAI__Deployment', value: notes!.deployment }
        { name: 'OpenAI__RequestsPerDay', value: string(notes!.perDay) }
      ]
)

output retrain setting[] = concat(storage, [{ name: 'AZURE_CLIENT_ID', value: retrainClientId }])

output programSecrets { name: string, url: string, variable: string }[] = programs
output retrainSecrets { name: string, url: string, variable: string }[] = concat(programs, signsModels ? [signing] : [])
