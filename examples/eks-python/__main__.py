"""Low Latency Streaming on an EKS cluster that exists."""

from pathlib import Path

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
import pulumi_nvcf_lls as nvcf_lls

config = pulumi.Config()
region = aws.Provider("aws", region="us-west-2")
cluster = kubernetes.Provider(
    "kubernetes",
    kubeconfig=config.require_secret("kubeconfig"),
    enable_secret_mutable=True,  # new pull credentials restart nothing
)

# Ids may be outputs of resources in the same stack; then give each a `key`, which names its rules.
nodes = [nvcf_lls.NodeSecurityGroupArgs(security_group_id=config.require("nodeSecurityGroupId"))]

lls = nvcf_lls.EksLls(
    "lls",
    cluster="nvcf-dev",
    availability_zone="us-west-2a",
    vpc_id=config.require("vpcId"),
    subnet_id=config.require("publicSubnetId"),
    image_registry="123456789012.dkr.ecr.us-west-2.amazonaws.com/nvcf",
    proxy_nodes=nodes,
    worker_nodes=nodes,
    targets=nvcf_lls.EksTargetsArgs(
        kind=nvcf_lls.EksTargetsKind.AUTO_SCALING_GROUPS,
        auto_scaling_groups=[nvcf_lls.EksAutoScalingGroupArgs(name=config.require("computeAutoScalingGroup"))],
    ),
    # What `lls facts` wrote of this cluster: the media path is judged by it.
    facts=Path("../../facts/dev.json").read_text(encoding="utf-8"),
    opts=pulumi.ResourceOptions(providers=[region, cluster]),
)

pulumi.export("endpoint", pulumi.Output.format("{0}:{1}", lls.endpoint_host, lls.endpoint_port))
pulumi.export("verify", lls.verify)
