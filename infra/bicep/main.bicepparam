using 'main.bicep'

// Filled from the environment of azd (`azd env set NAME VALUE`). The keys are given once, and set to nothing afterwards.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'stay-positive')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param scannerHost = readEnvironmentVariable('SCANNER_HOST', 'flex')
param ingress = readEnvironmentVariable('INGRESS_KIND', 'queue')
param uploadContainers = split(readEnvironmentVariable('UPLOAD_CONTAINERS', 'uploads'), ',')
param cleanContainer = readEnvironmentVariable('CLEAN_CONTAINER', '')
param privateNetwork = bool(readEnvironmentVariable('PRIVATE_NETWORK', 'false'))
param resultsTopic = bool(readEnvironmentVariable('RESULTS_TOPIC', 'false'))
param authAudience = readEnvironmentVariable('AUTH_AUDIENCE', '')
param authClientId = readEnvironmentVariable('AUTH_CLIENT_ID', '')
param authScope = readEnvironmentVariable('AUTH_SCOPE', '')
param tombstoneKey = readEnvironmentVariable('TOMBSTONE_KEY', '')
param auditKey = readEnvironmentVariable('AUDIT_KEY', '')
param signingKey = readEnvironmentVariable('SIGNING_KEY', '')
param modelKeys = filter(split(readEnvironmentVariable('MODEL_KEYS', ''), ','), key => !empty(key))
param gpuProfile = readEnvironmentVariable('GPU_PROFILE', '')
param extractionShards = int(readEnvironmentVariable('EXTRACTION_SHARDS', '0'))
param promoteAfterShadow = bool(readEnvironmentVariable('PROMOTE_AFTER_SHADOW', 'false'))
param alertEmails = filter(split(readEnvironmentVariable('ALERT_EMAILS', ''), ','), email => !empty(email))
param monthlyBudget = int(readEnvironmentVariable('MONTHLY_BUDGET', '500'))
param images = {
  scanner: readEnvironmentVariable('SERVICE_SCANNER_IMAGE_NAME', '')
  web: readEnvironmentVariable('SERVICE_WEB_IMAGE_NAME', '')
  retrain: readEnvironmentVariable('SERVICE_RETRAIN_IMAGE_NAME', '')
}
