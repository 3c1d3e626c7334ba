import { identityInfo } from 'types.bicep'

@description('Suffix of the names.')
param token string
param location string
param tags object

@description('One identity a program: what one may do, the others may not.')
resource scanner 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-scanner-${token}'
  location: location
  tags: tags
}

resource web 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-web-${token}'
  location: location
  tags: tags
}

resource retrain 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-retrain-${token}'
  location: location
  tags: tags
}

output scanner identityInfo = { id: scanner.id, clientId: scanner.properties.clientId, principalId: scanner.properties.principalId }
output web identityInfo = { id: web.id, clientId: web.properties.clientId, principalId: web.properties.principalId }
output retrain identityInfo = { id: retrain.id, clientId: retrain.properties.clientId, principalId: retrain.properties.principalId }
