param token string
param location string
param tags object
param workspaceId string
param refitJobName string
param emails string[]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${token}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'stay-pos'
    enabled: true
    emailReceivers: [for (email, i) in emails: { name: 'person-${i}', emailAddress: email, useCommonAlertSchema: true }]
  }
}

var rules = [
  {
    name: 'refit-failed'
    severity: 2
    description: 'The refit ended with an exit code other than 0: a gate failed, or the job did.'
    query: 'ContainerAppSystemLogs | where JobName startswith "${refitJobName}" | where Reason in ("ProcessExited", "BackoffLimitExceeded", "Failed") and Log !contains "exit code: 0"'
    window: 'PT1H'
    threshold: 0
  }
]

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${rule.name}-${token}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.name
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT15M'
      windowSize: rule.window
      skipQueryValidation: true // the tables appear with the first row
      criteria: {
        allOf: [{ query: rule.query, timeAggregation: 'Count', operator: 'GreaterThan', threshold: rule.threshold }]
      }
      autoMitigate: true
      actions: { actionGroups: [people.id] }
    }
  }
]
