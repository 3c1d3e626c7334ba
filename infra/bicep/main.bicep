// Everything that Stay Positive needs in one subscription. docs/deployment.md says how it is used, docs/security.md who may do what.
targetScope = 'subscription'

@description('Name of the environment (azd); part of every name.')
@minLength(1)
@maxLength(20)
param environmentName string

@description('Region; with a graphics card, one that has the workload profile.')
param location string = deployment().location

@description('Where the scanner runs: the isolated worker on Flex Consumption, or the custom handler in a container.')
param scannerHost 'flex' | 'container' = 'flex'

@description('How uploads are heard of. Private networks take the queue in any case: Event Grid calls no private address.')
param ingress 'queue' | 'blobTrigger' = 'queue'

@description('Containers with uploads.')
@minLength(1)
@maxLength(20)
param uploadContainers string[] = ['uploads']

@description('The gate: what has no findings, or is overruled so, is copied there. Empty = no gate.')
param cleanContainer string = ''

@description('No public address of any service but the registry; the web role is inside the network, too.')
param privateNetwork bool = false

@description('Address space of the network, /22 or larger.')
param addressPrefix string = '10.42.0.0/22'

@description('Memory of a Flex instance, MB.')
param instanceMemory 512 | 2048 | 4096 = 2048

@description('Instances or replicas of the scanner at most.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Instances of the scanner that are always there.')
@minValue(0)
param alwaysReady int = 0

@description('Identity provider whose tokens the web role believes.')
param authAuthority string = '${az.environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'

@description('Audience of the tokens: the application id of the API in Entra ID.')
param authAudience string

@description('Application id of the review page, a public client with the redirect address https://HOST/review.')
param authClientId string

@description('Scope that the review page asks for.')
param authScope string

@description('Base64 of 32 random bytes. Given once; empty afterwards, for with another key erased content would come back.')
@secure()
param tombstoneKey string = ''

@description('Base64 of 16 random bytes. Given once; empty afterwards.')
@secure()
param auditKey string = ''

@description('PEM of the private key (EC, P-256) that signs model versions. Given once; empty afterwards.')
@secure()
param signingKey string = ''

@description('Public keys (DER, base64) of which one must have signed a version; none = signatures are not asked for.')
param modelKeys string[] = []

@description('Images; what has none is not made yet: the registry comes first.')
param images { scanner: string, web: string, retrain: string } = { scanner: '', web: '', retrain: '' }

@description('When the refit runs: five fields, UTC.')
param refitSchedule string = '0 3 * * 1'

@description('When the features that it needs are extracted: five fields, UTC.')
param extractionSchedule string = '0 0 * * 1'

@description('Jobs that share the extraction.')
@minValue(0)
@maxValue(32)
param extractionShards int = 0

@description('True: a challenger that has met the shadow criteria becomes champion by itself; false: a person promotes it.')
param promoteAfterShadow bool = false

@description('Graphics card of the refit; empty = CPUs.')
param gpuProfile '' | 'Consumption-GPU-NC8as-T4' | 'Consumption-GPU-NC24-A100' = ''

@description('Longest run of a job, seconds.')
@minValue(60)
param jobTimeoutSeconds int = 21600

@description('True: results are events of an Event Grid topic, too.')
param resultsTopic bool = false

@description('Notes of an assistant for reviewers: model and version; null = none.')
param notesModel { name: string, version: string }?

@description('Notes a day at most.')
@minValue(1)
param notesPerDay int = 200

@description('Days that deleted blobs can be brought back; an erasure is complete only after them.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 7

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 90

@description('Who hears of alerts and of the budget.')
param alertEmails string[]

@description('Budget of a month, in the currency of the subscription.')
@minValue(1)
param monthlyBudget int = 500

@description('First month of the budget.')
param budgetStart string = utcNow('yyyy-MM-01')

var token = uniqueString(subscription().id, environmentName, location)
var tags = { 'azd-env-name': environmentName, product: 'stay-positive' }
var uploadName = 'stup${token}'
var hostName = 'stfn${token}'
var vaultName = 'kv-${token}'
var openAiName = notesModel == null ? '' : 'oai-${token}'
var effectiveIngress = privateNetwork ? 'queue' : ingress
var refitJobName = 'caj-refit-${token}'
var signs = !empty(modelKeys)

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identities 'modules/identities.bicep' = {
  scope: group
  params: { token: token, location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: { token: token, location: location, tags: tags, retentionDays: logRetentionDays }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  scope: group
  params: { token: token, location: location, tags: tags, addressPrefix: addressPrefix }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: uploadName
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    uploadContainers: uploadContainers
    cleanContainer: cleanContainer
    softDeleteDays: softDeleteDays
    coolAfterDays: 30
    network: network.?outputs.network
  }
}

module hostStorage 'modules/hostStorage.bicep' = {
  scope: group
  params: {
    name: hostName
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    network: network.?outputs.network
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    name: vaultName
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    network: network.?outputs.network
    tombstoneKey: tombstoneKey
    auditKey: auditKey
    signingKey: signingKey
  }
}

module registry 'modules/registry.bicep' = {
  scope: group
  params: { name: 'cr${token}', location: location, tags: tags, workspaceId: monitoring.outputs.workspaceId }
}

module openAi 'modules/openAi.bicep' = if (notesModel != null) {
  scope: group
  params: {
    name: openAiName
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    network: network.?outputs.network
    model: notesModel!
    capacity: 50
  }
}

module results 'modules/resultsTopic.bicep' = if (resultsTopic) {
  scope: group
  params: {
    name: 'evgt-results-${token}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    network: network.?outputs.network
  }
}

module endpoints 'modules/endpoints.bicep' = if (privateNetwork) {
  scope: group
  params: {
    location: location
    tags: tags
    network: network.?outputs.network
    uploadAccountId: storage.outputs.id
    hostAccountId: hostStorage.outputs.id
    vaultId: vault.outputs.id
    openAiId: openAi.?outputs.id ?? ''
    resultsTopicId: results.?outputs.id ?? ''
  }
}

module ingressTopic 'modules/ingress.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    accountId: storage.outputs.id
  }
}

module access 'modules/access.bicep' = {
  scope: group
  params: {
    principals: {
      scanner: identities.outputs.scanner.principalId
      web: identities.outputs.web.principalId
      retrain: identities.outputs.retrain.principalId
      events: ingressTopic.outputs.principalId
    }
    accountName: storage.outputs.name
    hostAccountName: hostStorage.outputs.name
    registryName: registry.outputs.name
    vaultName: vault.outputs.name
    insightsName: monitoring.outputs.insightsName
    uploadContainers: uploadContainers
    cleanContainer: cleanContainer
    ingress: effectiveIngress
    signsModels: signs
    openAiName: openAi.?outputs.name ?? ''
    resultsTopicName: results.?outputs.name ?? ''
  }
}

module ingressQueue 'modules/ingressQueue.bicep' = if (effectiveIngress == 'queue') {
  scope: group
  params: {
    topicName: ingressTopic.outputs.topicName
    accountId: storage.outputs.id
    uploadContainers: uploadContainers
  }
  dependsOn: [access]
}

module settings 'modules/settings.bicep' = {
  scope: group
  params: {
    blobEndpoint: storage.outputs.blobEndpoint
    queueEndpoint: storage.outputs.queueEndpoint
    insightsConnectionString: monitoring.outputs.connectionString
    uploadContainers: uploadContainers
    cleanContainer: cleanContainer
    modelKeys: modelKeys
    vaultUri: vault.outputs.uri
    ingress: effectiveIngress
    scannerMemory: scannerHost == 'flex' ? instanceMemory : 4096
    scannerClientId: identities.outputs.scanner.clientId
    webClientId: identities.outputs.web.clientId
    retrainClientId: identities.outputs.retrain.clientId
    signsModels: signs
    resultsTopicEndpoint: results.?outputs.endpoint ?? ''
    auth: { authority: authAuthority, audience: authAudience, clientId: authClientId, scope: authScope }
    notes: notesModel == null ? null : { endpoint: openAi.?outputs.endpoint ?? '', deployment: openAi.?outputs.deployment ?? '', perDay: notesPerDay }
  }
}

module environment 'modules/containerEnvironment.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    network: network.?outputs.network
    gpuProfile: gpuProfile
  }
}

module scannerOnFlex 'modules/functionsFlex.bicep' = if (scannerHost == 'flex') {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    identity: identities.outputs.scanner
    network: network.?outputs.network
    memory: instanceMemory
    maximumInstances: maximumInstances
    alwaysReady: alwaysReady
    packagesUrl: hostStorage.outputs.packagesUrl
    hostAccountName: hostStorage.outputs.name
    hostBlobEndpoint: hostStorage.outputs.blobEndpoint
    settings: settings.outputs.flexScanner
  }
  dependsOn: [access]
}

module scannerInContainer 'modules/functionsContainer.bicep' = if (scannerHost == 'container' && !empty(images.scanner)) {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    environmentId: environment.outputs.id
    registryServer: registry.outputs.loginServer
    image: images.scanner
    identity: identities.outputs.scanner
    minimumReplicas: alwaysReady == 0 ? 1 : alwaysReady
    maximumReplicas: maximumInstances
    hostAccountName: hostStorage.outputs.name
    hostBlobEndpoint: hostStorage.outputs.blobEndpoint
    settings: settings.outputs.scanner
    secrets: settings.outputs.programSecrets
  }
  dependsOn: [access]
}

module web 'modules/web.bicep' = if (!empty(images.web)) {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    environmentId: environment.outputs.id
    defaultDomain: environment.outputs.defaultDomain
    registryServer: registry.outputs.loginServer
    image: images.web
    identity: identities.outputs.web
    minimumReplicas: 1
    maximumReplicas: 4
    settings: settings.outputs.web
    secrets: settings.outputs.programSecrets
  }
  dependsOn: [access]
}

module retrain 'modules/retrain.bicep' = if (!empty(images.retrain)) {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    environmentId: environment.outputs.id
    registryServer: registry.outputs.loginServer
    image: images.retrain
    name: refitJobName
    identity: identities.outputs.retrain
    schedule: refitSchedule
    extractionSchedule: extractionSchedule
    extractionShards: extractionShards
    onGpu: !empty(gpuProfile)
    scope: uploadContainers[0]
    promoteAfterShadow: promoteAfterShadow
    timeoutSeconds: jobTimeoutSeconds
    settings: settings.outputs.retrain
    secrets: settings.outputs.retrainSecrets
  }
  dependsOn: [access]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    refitJobName: refitJobName
    emails: alertEmails
  }
}

module budget 'modules/budget.bicep' = {
  scope: group
  params: { amount: monthlyBudget, startDate: budgetStart, emails: alertEmails }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.loginServer
output UPLOAD_ACCOUNT string = storage.outputs.name
output UPLOAD_CONTAINER string = uploadContainers[0]
output EVENT_TOPIC string = ingressTopic.outputs.topicName
output INGRESS string = effectiveIngress
output SCANNER_NAME string = scannerOnFlex.?outputs.name ?? scannerInContainer.?outputs.name ?? ''
output WEB_URL string = web.?outputs.url ?? ''
output REFIT_JOB string = refitJobName
