import { networkInfo } from 'types.bicep'

@description('Private addresses of all services with data or secrets.')
param location string
param tags object
param network networkInfo
param uploadAccountId string
param hostAccountId string
param vaultId string

@description('Empty = none.')
param openAiId string

@description('Empty = none.')
param resultsTopicId string

var suffix = environment().suffixes.storage
var openAiZones = empty(openAiId) ? [] : ['privatelink.openai.azure.com']
var topicZones = empty(resultsTopicId) ? [] : ['privatelink.eventgrid.azure.net']
var zoneNames = concat(
  ['privatelink.blob.${suffix}', 'privatelink.queue.${suffix}', 'privatelink.table.${suffix}', 'privatelink.vaultcore.azure.net'],
  openAiZones,
  topicZones
)
var services = concat(
  [
    { name: 'pe-uploads-blob', id: uploadAccountId, group: 'blob', zone: 0 }
    { name: 'pe-uploads-queue', id: uploadAccountId, group: 'queue', zone: 1 }
    { name: 'pe-host-blob', id: hostAccountId, group: 'blob', zone: 0 }
    { name: 'pe-host-queue', id: hostAccountId, group: 'queue', zone: 1 }
    { name: 'pe-host-table', id: hostAccountId, group: 'table', zone: 2 }
    { name: 'pe-vault', id: vaultId, group: 'vault', zone: 3 }
  ],
  empty(openAiId) ? [] : [{ name: 'pe-openai', id: openAiId, group: 'account', zone: 4 }],
  empty(resultsTopicId) ? [] : [{ name: 'pe-results', id: resultsTopicId, group: 'topic', zone: 4 + length(openAiZones) }]
)

module zones 'privateZone.bicep' = [
  for (name, i) in zoneNames: {
    params: { name: name, tags: tags, network: network }
  }
]

module endpoints 'privateEndpoint.bicep' = [
  for service in services: {
    params: {
      name: service.name
      location: location
      tags: tags
      network: network
      serviceId: service.id
      groupId: service.group
      zoneId: zones[service.zone].outputs.id
    }
  }
]
