@export()
@description('A managed identity of a program.')
type identityInfo = {
  @description('Resource id.')
  id: string
  @description('What the program signs in with (AZURE_CLIENT_ID).')
  clientId: string
  @description('What roles are given to.')
  principalId: string
}

@export()
@description('An environment variable.')
type setting = {
  name: string
  value: string
}

@export()
@description('Subnets and private endpoints; null = everything has a public address, and only identities protect it.')
type networkInfo = {
  functionsSubnetId: string
  containersSubnetId: string
  endpointsSubnetId: string
  vnetId: string
}?
