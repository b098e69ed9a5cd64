"""A worker for Many Kitchens in Python: joins a coordinator and computes compute_square.

    KITCHEN_TOKEN=worker.… python3 worker_in_python.py HOST:PORT PROTO_DIR [NAME]

PROTO_DIR holds manykitchens/v1/*.proto. Needs grpcio, protobuf and protoc. See worker-in-another-language.md.
"""
import base64, hashlib, importlib, os, queue, signal, socket, ssl, subprocess, sys, tempfile, threading, time

import grpc


def generated(proto_dir):
    """The modules of the messages, made from the contract in a directory that is gone when they are loaded."""
    names = ["column", "event", "lease", "membership", "resource", "worker_service"]
    with tempfile.TemporaryDirectory() as out:
        files = [f"manykitchens/v1/{name}.proto" for name in names]
        subprocess.run(["protoc", f"-I{proto_dir}", f"--python_out={out}", *files], check=True)
        sys.path.insert(0, out)
        modules = [importlib.import_module(f"manykitchens.v1.{name}_pb2") for name in names]
    return modules[5], modules[2], modules[3]


def channel(address, fingerprint):
    """A channel to whoever has the certificate that the token names, and to nobody else."""
    host, port = address.rsplit(":", 1)
    pem = ssl.get_server_certificate((host, int(port)))
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).digest()
    if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != fingerprint:
        sys.exit("the coordinator's certificate must be the one that the token names, was another")
    # From here on this certificate is the only authority: whoever answers must have its key. Its name is localhost.
    options = [("grpc.ssl_target_name_override", "localhost"), ("grpc.max_receive_message_length", 64 << 20)]
    return grpc.secure_channel(address, grpc.ssl_channel_credentials(pem.encode()), options)


def values(column):
    """The integers of a column: those that fit 64 bits, and the others in their places."""
    integers = list(column.integers.small)
    for position, value in zip(column.integers.big_positions, column.integers.big_values):
        integers[position] = int.from_bytes(value, "big", signed=True)
    return integers


def fill(column, integers):
    column.integers.SetInParent()  # so that a column without values is one of integers all the same
    for position, value in enumerate(integers):
        fits = -(1 << 63) <= value < 1 << 63
        column.integers.small.append(value if fits else 0)
        if not fits:
            column.integers.big_positions.append(position)
            column.integers.big_values.append(value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def main(address, proto_dir, name=""):
    # Not an argument: those can be read by everybody on this machine.
    _, secret, fingerprint = os.environ["KITCHEN_TOKEN"].split(".")
    service, lease, membership = generated(proto_dir)
    Request = service.WorkRequest
    outbox, inbox, now = queue.Queue(), queue.Queue(), time.monotonic_ns
    held, cancelled, batches, state = {}, {}, {}, {"credits": 0, "draining": False}

    def requests():
        """What the worker says, in sequence, until it has said goodbye."""
        while (request := outbox.get()) is not None:
            yield request

    def heartbeats(interval):
        while True:
            outbox.put(Request(heartbeat=membership.Heartbeat(leases=list(held), sent_nanos=now())))
            time.sleep(interval)

    def run(work, definition, received):
        """Computes the jobs of one lease and reports them. They wait for nothing, so two columns of times are enough."""
        report = lease.Results(lease=work.lease, first=work.first, count=work.count, received_nanos=received)
        replaced = definition.work not in ("own", "none")
        done, ended = [], received
        for offset, n in enumerate(values(work.arguments[0])):
            began = now()
            unwanted = cancelled.get(work.lease, ())
            if unwanted is None or work.first + offset in unwanted:
                report.failures.add(offset=offset, kind=lease.FAILURE_KIND_CANCELLED)
            elif replaced:
                report.failures.add(offset=offset, kind=lease.FAILURE_KIND_FAILED,
                                    message="this worker runs recipes as they are, was asked for other work")
            else:
                done.append(n * n)
            report.idle_nanos.append(began - ended)
            ended = now()
            report.ran_nanos.append(ended - began)
        fill(report.results, done)
        state["credits"] += 1  # one lease done: one more can come
        report.credits_total, report.sent_nanos = state["credits"], now()
        outbox.put(Request(results=report))
        del held[work.lease]
        cancelled.pop(work.lease, None)

    def work():
        """One thread takes leases one after the other, so that the stream is read meanwhile."""
        while (item := inbox.get()) is not None:
            run(*item)
        outbox.put(Request(goodbye=membership.Goodbye(reason="nothing is left to do")))
        outbox.put(None)

    signal.signal(signal.SIGTERM, lambda *_: outbox.put(Request(drain_request=membership.DrainRequest(reason="SIGTERM"))))
    outbox.put(Request(hello=membership.Hello(
        protocol_version=1, build_version="python", name=name, host=socket.gethostname(), pid=os.getpid(), threads=1,
        processors=os.cpu_count(), recipes=["compute_square"])))
    metadata = [("authorization", "Bearer " + secret)]
    try:
        work_on = channel(address, fingerprint).stream_stream(
            "/manykitchens.v1.WorkerService/Work", Request.SerializeToString, service.WorkResponse.FromString)
        for response in work_on(requests(), metadata=metadata):
            kind = response.WhichOneof("message")
            if kind == "welcome":
                print("joined as", response.welcome.worker, flush=True)
                state["credits"] = 1 + response.welcome.prefetch
                outbox.put(Request(credits=lease.Credits(total=state["credits"])))
                interval = response.welcome.heartbeat_interval_millis / 1000
                threading.Thread(target=heartbeats, args=[interval], daemon=True).start()
                threading.Thread(target=work, daemon=True).start()
            elif kind == "assignment":
                held[response.assignment.lease] = True
                given = response.assignment
                definition = given.definition if given.HasField("definition") else batches[given.batch]
                if not given.whole:  # else no more is said of this batch
                    batches[given.batch] = definition
                # With its definition: the batch may end, all its jobs being cancelled or done elsewhere, before this lease's turn.
                inbox.put((given, definition, now()))
            elif kind == "cancel" and response.cancel.lease in held:
                jobs = set(response.cancel.jobs)
                before = cancelled.get(response.cancel.lease, set())
                cancelled[response.cancel.lease] = None if not jobs or before is None else before | jobs
            elif kind == "drain" and not state["draining"]:  # it is said again to who does not leave
                state["draining"] = True
                inbox.put(None)
            elif kind == "batch_end":
                batches.pop(response.batch_end.batch, None)
            # An echo asks for nothing of a worker that does not come back; unknown kinds are ignored.
    except grpc.RpcError as refusal:
        sys.exit(f"the stream ended: {refusal.code().name}: {refusal.details()}")
    print("left", flush=True)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
