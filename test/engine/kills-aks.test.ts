import { describeKills } from "./kills";

describeKills("aks-pools");
