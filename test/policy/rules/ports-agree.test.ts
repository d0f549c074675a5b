import { unknownValue } from "../../../graph/unknown";
import { portsAgree } from "../../../policy/rules/ports-agree";
import { change, makeUnknown, set } from "../edited-stack";
import { ruleLaws } from "./rule-laws";

const announced = (port: unknown) => change("lls-proxy-release", ({ values }) => (values.env.lbPort = port));

ruleLaws({
  file: __filename,
  factory: portsAgree,
  level: "mandatory",
  pointsTo: ["lls-proxy-release", "lls-nlb", "lls-service"],
  undefinedProperties: [
    {
      title: "env.lbPort, which a file of values may hold",
      stack: "dev",
      edits: [announced(undefined)],
      reported: false,
    },
    {
      title: "values of the release",
      stack: "dev",
      edits: [set("lls-proxy-release", { values: undefined })],
      reported: false,
    },
    {
      title: "ports of the Service",
      stack: "aks-pools",
      edits: [change("lls-service", ({ spec }) => delete spec.ports)],
      reported: true,
    },
    {
      title: "protocol of the Service, which is TCP then",
      stack: "aks-pools",
      edits: [change("lls-service", ({ spec }) => delete spec.ports[0].protocol)],
      reported: true,
    },
    {
      title: "container port of the Service, which is its port then",
      stack: "aks-pools",
      edits: [change("lls-service", ({ spec }) => delete spec.ports[0].targetPort)],
      reported: true,
    },
  ],
  unknownValues: [
    {
      title: "env.lbPort",
      stack: "dev",
      edits: [announced(unknownValue)],
      named: "env.lbPort of release lls-proxy-release",
    },
    {
      title: "env.lbPort that is not a port",
      stack: "dev",
      edits: [announced("media")],
      named: "env.lbPort of release lls-proxy-release",
    },
    {
      title: "port of the listener",
      stack: "dev",
      edits: [makeUnknown("lls-listener", "port")],
      named: "the port of listener lls-listener",
    },
    {
      title: "ports of the Service",
      stack: "aks-pools",
      edits: [change("lls-service", ({ spec }) => (spec.ports = unknownValue))],
      named: "the ports of Service lls-service",
    },
    {
      title: "protocol of the Service",
      stack: "aks-pools",
      edits: [change("lls-service", ({ spec }) => (spec.ports[0].protocol = unknownValue))],
      named: "the ports of Service lls-service",
    },
  ],
  configs: [
    {
      title: "a NodePort, where browsers may go to nodes besides",
      stack: "aks-pools",
      edits: [
        change("lls-proxy-release", ({ values }) => (values.env.lbPort = "30504")),
        set("nvcf-lls:index:AksLls", { nodePortFrom: 30000, nodePortTo: 32767 }),
      ],
      config: {},
      reported: false,
    },
    {
      title: "a NodePort that is not opened",
      stack: "aks-pools",
      edits: [change("lls-proxy-release", ({ values }) => (values.env.lbPort = "30504"))],
      config: {},
      reported: true,
    },
  ],
});
