"""A Ray cluster of three machines that this one plays, in a process of its own (engine_ray.py).

`python tests/ray_cluster.py PORT` prints its address when it is there; PORT is that of Ray's client.
A line on standard input loses a machine, its end stops the cluster.
"""

from __future__ import annotations

import os
import sys

# with gRPC's handlers of forks, the process that Ray's client server begins now and then hangs
os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"

from ray.cluster_utils import Cluster

head = {"num_cpus": 0, "include_dashboard": False, "ray_client_server_port": int(sys.argv[1])}
cluster = Cluster(initialize_head=True, head_node_args=head)
machines = [cluster.add_node(num_cpus=1) for _ in range(2)]
sys.stdout.write(f"{cluster.address}\n")
sys.stdout.flush()
for _ in sys.stdin:
    cluster.remove_node(machines.pop(), allow_graceful=False)
    sys.stdout.write(f"{len(machines)}\n")
    sys.stdout.flush()
cluster.shutdown()
