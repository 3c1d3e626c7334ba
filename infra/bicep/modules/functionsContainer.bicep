import { identityInfo, setting } from 'types.bicep'

@description('The scanner in a container: the custom handler behind the Functions host, in the Container Apps environment.')
param token string
param location string
param tags object
param environmentId string
param registryServer string

@description('Image of src/Functions/Dockerfile.')
param image string
param identity identityInfo

@description('Replicas at least; the sweep runs only while there is one.')
@minValue(0)
param minimumReplicas int

@description('Replicas at most.')
@minValue(1)
param maximumReplicas int
param hostAccountName string
param hostBlobEndpoint string
param settings setting[]

@description('Secrets of the vault: name of the secret and of the environment variable.')
param secrets { name: string, url: string, variable: string }[]

resource app 'Microsoft.App/containerApps@2025-07-01' = {
  name: 'ca-scanner-${token}'
  location: location
  tags: union(tags, { 'azd-service-name': 'scanner' })
  kind: 'functionapp'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      registries: [{ server: registryServer, identity: identity.id }]
      secrets: map(secrets, secret => { name: secret.name, keyVaultUrl: secret.url, identity: identity.id })
      ingress: { external: false, targetPort: 8080, allowInsecure: false, transport: 'auto' }
    }
    template: {
      containers: [
        {
          name: 'scanner'
          image: image
          resources: { cpu: json('2.0'), memory: '4Gi' }
          env: concat(settings, map(secrets, secret => { name: secret.variable, secretRef: secret.name }), [
            { name: 'AzureWebJobsStorage__accountName', value: hostAccountName }
            { name: 'AzureWebJobsStorage__blobServiceUri', value: hostBlobEndpoint }
            { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
            { name: 'AzureWebJobsStorage__clientId', value: identity.clientId }
          ])
        }
      ]
      scale: { minReplicas: minimumReplicas, maxReplicas: maximumReplicas }
    }
  }
}

output name string = app.name
