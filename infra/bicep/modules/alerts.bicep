@description('Suffix of the names.')
param token string
param location string
param tags object
param workspaceId string

@description('Name of the job that refits.')
param refitJobName string

@description('Who hears of them.')
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

// A rule fires when its query has a row. Names of metrics and events are those of the programs: a test compares them.
var rules = [
  {
    name: 'poison'
    severity: 2
    description: 'A message failed five times. The sweep deals with it; see why in the log.'
    query: 'union isfuzzy=true (AppMetrics | where Name == "staypositive.sweep.poisoned" | where Sum > 0), (AppTraces | where Message has "MaxDequeueCount")'
    window: 'PT30M'
  }
  {
    name: 'queue-age'
    severity: 2
    description: 'Uploads wait more than 15 minutes for their verdict: more instances, or a fault.'
    query: 'AppMetrics | where Name == "staypositive.queue.age" | summarize Mean = sum(Sum) / sum(ItemCount) | where Mean > 900'
    window: 'PT30M'
  }
  {
    name: 'error-rate'
    severity: 2
    description: 'Invocations fail, and are tried again.'
    query: 'AppTraces | where Message startswith "An invocation failed" | summarize Failed = count() | where Failed > 20'
    window: 'PT30M'
  }
  {
    name: 'not-scanned'
    severity: 3
    description: 'More than a tenth of the uploads of an hour were not scanned: a format, a limit, or an attack.'
    query: 'AppMetrics | where Name == "staypositive.verdicts" | summarize All = sum(Sum), NotScanned = sumif(Sum, tostring(Properties.decision) == "NotScanned") | where All > 100 and NotScanned > 0.1 * All'
    window: 'PT1H'
  }
  {
    name: 'open-effects'
    severity: 2
    description: 'Tags, messages or copies are owed and do not get done.'
    query: 'AppMetrics | where Name == "staypositive.effects.open" | summarize Least = min(Min) | where Least > 1000'
    window: 'PT1H'
  }
  {
    name: 'refit-failed'
    severity: 3
    description: 'A refit ended without a version: a gate failed, too few labels, or a fault. Its report says why.'
    query: 'ContainerAppConsoleLogs | where ContainerGroupName startswith "${refitJobName}" or JobName == "${refitJobName}" | extend Event = tostring(parse_json(Log).event) | where Event in ("gate-failed", "not-enough-data", "model-refused", "storage-failed", "settings", "overtaken")'
    window: 'PT1H'
  }
  {
    name: 'drift'
    severity: 3
    description: 'Challenger and champion disagree on more than a twentieth of the uploads: the new head sees other things, or what comes in has changed.'
    query: 'AppMetrics | where Name == "staypositive.shadow.scans" | summarize All = sum(Sum), Differ = sumif(Sum, tostring(Properties.agree) in~ ("false")) | where All > 200 and Differ > 0.05 * All'
    window: 'P1D'
  }
  {
    name: 'model-fault'
    severity: 1
    description: 'The current model cannot be loaded; the last good one, if any, goes on.'
    query: 'AppTraces | where Message startswith "The model could not be refreshed"'
    window: 'PT30M'
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
      evaluationFrequency: rule.window == 'P1D' ? 'PT6H' : 'PT15M'
      windowSize: rule.window
      skipQueryValidation: true // the tables appear with their first row
      criteria: {
        allOf: [{ query: rule.query, timeAggregation: 'Count', operator: 'GreaterThan', threshold: 0 }]
      }
      autoMitigate: true
      actions: { actionGroups: [people.id] }
    }
  }
]
