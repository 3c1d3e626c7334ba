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

// A rule fires when its query has a row. Names of metrics, decisions and events are those of the programs, and a test compares them; tables and their columns are Azure's: AppMetrics and AppTraces of
// Application Insights, AppRequests of the Functions host, AzureMetrics of Event Grid, ContainerApp... of the jobs.
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
    name: 'no-verdicts'
    severity: 1
    description: 'Event Grid delivers uploads, and hardly any gets a verdict: the scanner stands still, or tells nothing.'
    query: 'union isfuzzy=true (AzureMetrics | where MetricName == "DeliverySuccessCount" | project Delivered = Total, Made = 0.0), (AppMetrics | where Name == "staypositive.verdicts" | project Delivered = 0.0, Made = Sum) | summarize Delivered = sum(Delivered), Made = sum(Made) | where Delivered > 20 and Made < 0.1 * Delivered'
    window: 'PT1H'
  }
  {
    name: 'dead-letter'
    severity: 2
    description: 'Events could not be delivered, and lie in the container dead-letter. The sweep finds their uploads; look at the roles of the topic.'
    query: 'AzureMetrics | where MetricName in ("DeadLetteredCount", "DroppedEventCount") | where Total > 0'
    window: 'PT30M'
  }
  {
    name: 'error-rate'
    severity: 2
    description: 'More than a twentieth of the invocations fail, and are tried again.'
    query: 'AppRequests | summarize All = sum(ItemCount), Failed = sumif(ItemCount, Success == false) | where Failed > 20 and Failed > 0.05 * All'
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
    description: 'A refit ended without a version: a gate failed, too few labels, or a fault. Its report says why; without one, the system log of the job.'
    query: 'union isfuzzy=true (ContainerAppConsoleLogs | where ContainerGroupName startswith "${refitJobName}" or JobName == "${refitJobName}" | extend Event = tostring(parse_json(Log).event) | where Event in ("gate-failed", "not-enough-data", "model-refused", "storage-failed", "settings", "overtaken")), (ContainerAppSystemLogs | where JobName == "${refitJobName}" | where Reason in ("BackoffLimitExceeded", "DeadlineExceeded"))'
    window: 'PT1H'
  }
  {
    name: 'drift'
    severity: 3
    description: 'The share of findings among the uploads has doubled since the day before, or a refit saw that what comes in differs much from what was learnt (population stability index above 0.25): look at the audit.'
    query: 'union isfuzzy=true (AppMetrics | where Name == "staypositive.verdicts" | extend Today = TimeGenerated > ago(1d), Found = iff(tostring(Properties.decision) in ("AiGenerated", "Inpainted"), Sum, 0.0) | summarize All = sum(Sum), Share = sum(Found) / sum(Sum) by Today | summarize Least = min(All), Now = maxif(Share, Today), Before = maxif(Share, not(Today)), Days = count() | where Days == 2 and Least > 1000 and Now > 0.01 and Now > 2 * Before), (ContainerAppConsoleLogs | extend Event = tostring(parse_json(Log).event) | where Event in ("drifted"))'
    window: 'P2D'
  }
  {
    name: 'shadow'
    severity: 3
    description: 'Challenger and champion disagree on more than a twentieth of the uploads: look before it is promoted.'
    query: 'AppMetrics | where Name == "staypositive.shadow.scans" | summarize All = sum(Sum), Differ = sumif(Sum, tostring(Properties.agree) in~ ("false")) | where All > 200 and Differ > 0.05 * All'
    window: 'P1D'
  }
  {
    name: 'model-fault'
    severity: 1
    description: 'The current model cannot be loaded; the last good one, if any, goes on. Roll back.'
    query: 'AppMetrics | where Name == "staypositive.model.faulty" | summarize Least = min(Min) by AppRoleInstance | where Least > 0'
    window: 'PT15M'
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
      evaluationFrequency: startsWith(rule.window, 'P1D') || startsWith(rule.window, 'P2D') ? 'PT6H' : 'PT15M'
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
