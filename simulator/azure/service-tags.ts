/** Service tags that rules can name (Azure documentation, "Virtual network service tags", table of available tags), in lower case. */
const serviceTags = new Set(
  `ActionGroup ApiManagement AppConfiguration ApplicationInsightsAvailability AppService AppServiceManagement
  AutonomousDevelopmentPlatform AzureActiveDirectory AzureActiveDirectoryDomainServices AzureAdvancedThreatProtection
  AzureArcInfrastructure AzureAttestation AzureBackup AzureBotService AzureCloud AzureCognitiveSearch AzureConnectors
  AzureContainerAppsService AzureContainerRegistry AzureCosmosDB AzureDatabricks AzureDataExplorerManagement AzureDeviceUpdate
  AzureDevOps AzureDigitalTwins AzureEventGrid AzureFrontDoor.Backend AzureFrontDoor.FirstParty AzureFrontDoor.Frontend
  AzureHealthcareAPIs AzureInformationProtection AzureIoTHub AzureKeyVault AzureLoadBalancer AzureLoadTestingInstanceManagement
  AzureMachineLearning AzureMachineLearningInference AzureManagedGrafana AzureMonitor AzureOpenDatasets AzurePlatformDNS
  AzurePlatformIMDS AzurePlatformLKM AzureResourceManager AzureSentinel AzureSignalR AzureSiteRecovery AzureSphere
  AzureSpringCloud AzureStack AzureTrafficManager AzureUpdateDelivery AzureWebPubSub BatchNodeManagement ChaosStudio
  CognitiveServicesFrontend CognitiveServicesManagement DataFactory DataFactoryManagement Dynamics365BusinessCentral
  Dynamics365ForMarketingEmail EOPExternalPublishedIPs EventHub GatewayManager GuestAndHybridManagement HDInsight Internet
  KustoAnalytics LogicApps LogicAppsManagement M365ManagementActivityApi M365ManagementActivityApiWebhook
  MicrosoftAzureFluidRelay MicrosoftCloudAppSecurity MicrosoftContainerRegistry MicrosoftDefenderForEndpoint
  MicrosoftPurviewPolicyDistribution OneDsAnalytics OneDsCollector PowerBI PowerPlatformInfra PowerPlatformPlex
  PowerQueryOnline SCCservice Scuba SerialConsole ServiceBus ServiceFabric Sql SqlManagement Storage StorageMover
  StorageSyncService TrafficManager VideoIndexer VirtualNetwork WindowsAdminCenter WindowsVirtualDesktop`
    .toLowerCase()
    .split(/\s+/),
);

/** True for a service tag, also of one region: `AzureCloud.westeurope`. Azure looks at no case. */
export function isServiceTag(text: string): boolean {
  const [name = "", part] = text.toLowerCase().split(/\.(?=[a-z0-9]+$)/);
  return serviceTags.has(text.toLowerCase()) || (part !== undefined && serviceTags.has(name));
}
