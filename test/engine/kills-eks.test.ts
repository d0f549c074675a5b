import { describeKills } from "./kills";

describeKills("dev");
