import { identityInfo, setting } from 'types.bicep'

@description('API and review page. The app validates the tokens of Entra ID itself; nothing of the platform stands in front of it.')
param token string
param location string
param tags object
param environmentId string
param defaultDomain string
param registryServer string

@description('Image of src/Functions/Dockerfile.web.')
param image string
param identity identityInfo

@minValue(1)
param minimumReplicas int

@minValue(1)
param maximumReplicas int
param settings setting[]

@description('Secrets of the vault: name of the secret and of the environment variable.')
param secrets { name: string, url: string, variable: string }[]

var name = 'ca-web-${token}'
var hostName = '${name}.${defaultDomain}'
var hostHeader = [{ name: 'Host', value: hostName }] // the app answers to its own name only

resource app 'Microsoft.App/containerApps@2025-07-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'web' })
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
      ingress: { external: true, targetPort: 8080, allowInsecure: false, transport: 'auto' }
    }
    template: {
      containers: [
        {
          name: 'web'
          image: image
          resources: { cpu: json('1.0'), memory: '2Gi' }
          env: concat(settings, map(secrets, secret => { name: secret.variable, secretRef: secret.name }), [{ name: 'AllowedHosts', value: hostName }])
          probes: [
            {
              type: 'Startup'
              httpGet: { path: '/api/health', port: 8080, httpHeaders: hostHeader }
              periodSeconds: 3
              failureThreshold: 30
            }
            {
              type: 'Readiness'
              httpGet: { path: '/api/ready', port: 8080, httpHeaders: hostHeader }
              periodSeconds: 10
              failureThreshold: 3
            }
            {
              type: 'Liveness'
              httpGet: { path: '/api/health', port: 8080, httpHeaders: hostHeader }
              periodSeconds: 30
              failureThreshold: 3
            }
          ]
        }
      ]
      scale: {
        minReplicas: minimumReplicas
        maxReplicas: maximumReplicas
        rules: [{ name: 'http', http: { metadata: { concurrentRequests: '50' } } }]
      }
    }
  }
}

output name string = app.name
output url string = 'https://${hostName}'
