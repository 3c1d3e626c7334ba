import { identityInfo, setting } from 'types.bicep'

@description('The scheduled job: extraction in shards, then the refit.')
param token string
param location string
param tags object
param environmentId string
param registryServer string

@description('Image of src/RetrainJob/Dockerfile.')
param image string
param identity identityInfo

@description('Name of the job that refits.')
param name string

@description('When the refit starts: five fields, UTC.')
param schedule string

@description('When the extraction of missing features starts; before the refit.')
param extractionSchedule string

@description('Jobs that extract features, each its share; 0 = the refit extracts them itself.')
@minValue(0)
@maxValue(32)
param extractionShards int

@description('True: the refit runs on the graphics card of the environment.')
param onGpu bool

@description('Container with uploads whose labels are learnt from; the versions serve all.')
param scope string

@description('True: a challenger that has met the shadow criteria becomes champion by itself; false: a person promotes it.')
param promoteAfterShadow bool

@description('Longest run, seconds.')
param timeoutSeconds int
param settings setting[]

@description('Secrets of the vault: name of the secret and of the environment variable.')
param secrets { name: string, url: string, variable: string }[]

var environmentVariables = concat(settings, map(secrets, secret => { name: secret.variable, secretRef: secret.name }))
var registries = [{ server: registryServer, identity: identity.id }]
var jobSecrets = map(secrets, secret => { name: secret.name, keyVaultUrl: secret.url, identity: identity.id })

resource refit 'Microsoft.App/jobs@2025-07-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'retrain' })
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    environmentId: environmentId
    workloadProfileName: onGpu ? 'gpu' : 'Consumption'
    configuration: {
      triggerType: 'Schedule'
      replicaTimeout: timeoutSeconds
      replicaRetryLimit: 0 // an exit code is an answer: a failed gate stays failed
      scheduleTriggerConfig: { cronExpression: schedule, parallelism: 1, replicaCompletionCount: 1 }
      registries: registries
      secrets: jobSecrets
    }
    template: {
      containers: [
        {
          name: 'refit'
          image: image
          args: concat(['refit', '--scope', scope, '--log', 'json'], promoteAfterShadow ? ['--promote-after-shadow'] : [])
          resources: onGpu ? { cpu: json('8.0'), memory: '56Gi' } : { cpu: json('4.0'), memory: '8Gi' }
          env: environmentVariables
        }
      ]
    }
  }
}

resource extraction 'Microsoft.App/jobs@2025-07-01' = [
  for shard in range(0, extractionShards): {
    name: 'caj-extract-${shard}-${token}'
    location: location
    tags: tags
    identity: {
      type: 'UserAssigned'
      userAssignedIdentities: { '${identity.id}': {} }
    }
    properties: {
      environmentId: environmentId
      workloadProfileName: 'Consumption'
      configuration: {
        triggerType: 'Schedule'
        replicaTimeout: timeoutSeconds
        replicaRetryLimit: 2 // it goes on where it stopped
        scheduleTriggerConfig: { cronExpression: extractionSchedule, parallelism: 1, replicaCompletionCount: 1 }
        registries: registries
        secrets: jobSecrets
      }
      template: {
        containers: [
          {
            name: 'extract'
            image: image
            args: ['refit', '--scope', scope, '--log', 'json', '--shard', '${shard + 1}/${extractionShards}']
            resources: { cpu: json('4.0'), memory: '8Gi' }
            env: environmentVariables
          }
        ]
      }
    }
  }
]
