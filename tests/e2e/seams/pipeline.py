# SPDX-License-Identifier: Apache-2.0
"""A small real pipeline and its judge, for seams_story.sh and tests/bench/seams.py.

A sensor publishes over MQTT (mosquitto), a process enriches, one predicts with a model that it has trained, PostgreSQL answers a query over the predictions, a
server shows them, a page is looked at by Chromium. The faults are in the processes (stages.py, page.py); the gate reads what they wrote. Needs mosquitto,
mosquitto-clients, postgresql, chromium, git.
"""
import concurrent.futures
import glob
import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
COUNT, VISITS = 200, 8
EXPECTED = {"late-sensor": ("ingest", "freshness"), "lost-field": ("enrich", "metrics"),
            "other-distribution": ("infer", "drift"), "dropped-index": ("query", "plans"),
            "slow-server": ("serve", "latency"), "late-render": ("render", "latency"), "none": (None, None)}
HOPS = ["ingest", "enrich", "infer", "query", "serve", "render"]

POLICY = """version: 1
pipeline: [ingest, enrich, infer, query, serve, render]
checks:
  secrets: {enabled: false}
  dependencies: {enabled: false}
  freshness:
    sources:
      - {name: sensor, hop: ingest, format: jsonl, path: run/way.jsonl, max_age: 400ms, statistic: p50}
      - {name: enriched, hop: enrich, format: jsonl, path: run/way.jsonl, max_age: 500ms, statistic: p50}
      - {name: predicted, hop: infer, format: otlp, path: run/spans.jsonl, max_age: 600ms, statistic: p50}
  metrics:
    series:
      - {name: null-countries, hop: enrich, path: run/enrich.json, select: nulls, per: records, max: 0.05}
      - {name: accuracy, hop: infer, path: run/accuracy.json, select: accuracy, better: higher, tolerance: 0.08}
  drift:
    features:
      - {name: volume-measured, hop: ingest, current: run/features-ingest.csv, column: volume, test: ks, max: 0.2}
      - {name: volume-enriched, hop: enrich, current: run/features-enrich.csv, column: volume, test: ks, max: 0.2}
      - {name: volume, hop: infer, current: run/features-infer.csv, test: ks, max: 0.2}
  plans:
    queries: [{name: of-a-customer, hop: query, path: run/plan.json}]
  latency:
    flows:
      - name: page
        statistic: p50
        tolerance: 250ms
        min_samples: 8
        sources: [{format: jsonl, path: run/visits.jsonl}]
        phases:
          - {name: timeToFirstByte, hop: serve}
          - {name: resourceLoadDelay, hop: render}
          - {name: resourceLoadDuration, hop: render}
          - {name: elementRenderDelay, hop: render}
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Services:
    """The broker and the database, for all runs."""

    def __init__(self, work):
        self.work, self.log = work, os.path.join(work, "mosquitto.log")
        # Somebody else may have taken the port meanwhile.
        if not any(self.broker_runs() for _ in range(20)):
            with open(self.log) as log:
                raise RuntimeError(f"the broker does not start: {log.read()}")
        self.bin = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        self.data = os.path.join(work, "data")
        os.mkdir(self.data)
        if os.getuid() == 0:  # the server refuses to run as root
            owner = pwd.getpwnam("postgres")
            for path in (work, self.data):
                os.chown(path, owner.pw_uid, owner.pw_gid)
            os.chmod(work, 0o755)
        self.as_owner([f"{self.bin}/initdb", "-D", self.data, "-A", "trust", "-U", "postgres"])
        self.as_owner([f"{self.bin}/pg_ctl", "-D", self.data, "-w", "-t", "600", "-l", f"{self.data}/log", "-o",
                       f"-k {self.data} -c listen_addresses= -c fsync=off", "start"])

    def broker_runs(self):
        self.port, conf = free_port(), os.path.join(self.work, "mosquitto.conf")
        with open(conf, "w") as file:
            file.write(f"listener {self.port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nlog_dest stderr\nlog_type information\nlog_type subscribe\n")
        broker = shutil.which("mosquitto", path=os.environ["PATH"] + ":/usr/sbin")
        with open(self.log, "w") as log:
            self.broker = subprocess.Popen([broker, "-c", conf], stdout=subprocess.DEVNULL, stderr=log)
        return self.says(" running")

    def says(self, words):
        """Waits until the broker's log has them; not if it ends before."""
        while self.broker.poll() is None:
            with open(self.log) as log:
                if words in log.read():
                    return True
            time.sleep(0.02)
        return False

    def as_owner(self, command):
        prefix = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run(prefix + command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def psql(self, arguments, stdin=None):
        return subprocess.run([f"{self.bin}/psql", "-h", self.data, "-U", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1"]
                              + arguments, check=True, stdin=stdin, capture_output=True, text=True).stdout

    def stop(self):
        self.broker.terminate()
        self.as_owner([f"{self.bin}/pg_ctl", "-D", self.data, "-m", "immediate", "stop"])


def stage(name, out, seed, fault, **streams):
    return subprocess.Popen([sys.executable, f"{HERE}/stages.py", name, out, str(seed), str(COUNT), fault], **streams)


def messages(services, out, seed, fault):
    """From the sensor to the predictions, over the broker."""
    at = ["-h", "127.0.0.1", "-p", str(services.port), "-q", "1"]
    raw, rich = f"raw/{seed}/{fault}", f"rich/{seed}/{fault}"
    listeners = [subprocess.Popen(["mosquitto_sub", *at, "-t", topic], stdout=subprocess.PIPE) for topic in (raw, rich)]
    infer = stage("infer", out, seed, fault, stdin=listeners[1].stdout)
    rich_out = subprocess.Popen(["mosquitto_pub", *at, "-t", rich, "-l"], stdin=subprocess.PIPE)
    enrich = stage("enrich", out, seed, fault, stdin=listeners[0].stdout, stdout=rich_out.stdin)
    raw_out = subprocess.Popen(["mosquitto_pub", *at, "-t", raw, "-l"], stdin=subprocess.PIPE)
    if not all(services.says(f" 1 {topic}\n") for topic in (raw, rich)):
        raise RuntimeError("the broker ended")
    sensor = stage("sensor", out, seed, fault, stdout=raw_out.stdin)
    raw_out.stdin.close()
    rich_out.stdin.close()
    for process in (sensor, enrich, infer):
        process.wait(600)
    for process in listeners:
        process.terminate()
    for process in listeners + [raw_out, rich_out]:
        process.wait(100)
    for kind in ("way", "spans"):
        with open(f"{out}/{kind}.jsonl", "w") as together:
            for hop in ("ingest", "enrich", "infer"):
                together.write(open(f"{out}/{kind}-{hop}.jsonl").read())
                os.remove(f"{out}/{kind}-{hop}.jsonl")


def query(services, out, fault):
    sql = os.path.join(services.work, "query.sql")
    shutil.copy(f"{HERE}/query.sql", sql)
    with open(f"{out}/predictions.csv") as rows:
        services.psql(["-f", sql], stdin=rows)
    if fault == "dropped-index":
        services.psql(["-c", "drop index predictions_customer_idx"])
    plan = services.psql(["-c", "explain (analyze, format json) select avg(score) from predictions where customer = 77"])
    with open(f"{out}/plan.json", "w") as file:
        file.write(plan)


def visits(work, rounds):
    """One browser goes through the servers of all rounds, a page of each after the other."""
    servers, address = [], "about:blank"
    for out, fault in reversed(rounds):
        server = subprocess.Popen([sys.executable, f"{HERE}/page.py", out, str(VISITS), fault, address], stdout=subprocess.PIPE)
        address = f"http://127.0.0.1:{int(server.stdout.readline())}/"
        servers.append(server)
    browser = subprocess.Popen(
        ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--remote-debugging-port=0", f"--user-data-dir={work}/profile", address],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for server in reversed(servers):
            server.wait(900)
    finally:
        browser.terminate()
        browser.wait(200)
        for server in servers:
            server.kill()


def run(services, rounds, at_once):
    """rounds: folder, seed, fault. So many at once go through the messages; the database is asked while the browser looks at pages."""
    for out, _, _ in rounds:
        os.makedirs(out)
        shutil.copy(f"{services.work}/model.json", out)
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        list(pool.map(lambda one: messages(services, *one), rounds))
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        looking = pool.submit(visits, services.work, [(out, fault) for out, _, fault in rounds])
        for out, _, fault in rounds:
            query(services, out, fault)
        looking.result()
    for out, _, _ in rounds:
        os.remove(f"{out}/predictions.csv")


def git(repository, *arguments):
    subprocess.run(["git", "-C", repository, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *arguments],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def commit(repository, out, message):
    shutil.rmtree(f"{repository}/run", ignore_errors=True)
    shutil.copytree(out, f"{repository}/run", copy_function=shutil.copyfile)  # with times of now: git goes by size and second
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", message)


def judge(gate, repository):
    """The exit code, where it begins, what blocks at which hop by which check, what lies behind."""
    result = os.path.join(repository, "..", "result.json")
    done = subprocess.run([gate, "run", "--base", "main", "--head", "HEAD", "-q", "--report", f"json={result}"],
                          cwd=repository, capture_output=True, text=True)
    report = json.load(open(result))
    origin = [hop["name"] for hop in report["hops"] if hop["status"] == "origin"]
    found = [(f["hop"], f["check"]) for f in report["findings"] if f["blocking"]]
    behind = [hop["name"] for hop in report["hops"] if hop["status"] == "downstream"]
    for outcome in report["checks"]:
        for item in outcome.get("incomplete", []):
            print("  could not look:", item["reason"])
    return done.returncode, origin[0] if origin else None, found, behind


def is_right(fault, code, origin, found, behind):
    """Its hop and kind named; whatever lies downstream of it in the order of the pipeline."""
    hop, check = EXPECTED[fault]
    if fault == "none":
        return code == 0
    later = HOPS[HOPS.index(hop) + 1:]
    return code == 1 and origin == hop and (hop, check) in found and all(name in later for name in behind)


def seed(gate, services, number, faults, at_once=1):
    """One base and each fault; yields the fault, whether the gate was right, and what it said."""
    place = os.path.join(services.work, f"seed-{number}")
    repository = os.path.join(place, "repository")
    run(services, [(f"{place}/base", 2 * number, "none")] + [(f"{place}/{fault}-run", 2 * number + 1, fault) for fault in faults], at_once)
    os.mkdir(repository)
    git(repository, "init", "-q", "-b", "main")
    with open(f"{repository}/.seamgate.yml", "w") as file:
        file.write(POLICY)
    commit(repository, f"{place}/base", "base")
    for fault in faults:
        git(repository, "checkout", "-q", "-B", fault, "main")
        commit(repository, f"{place}/{fault}-run", fault)
        verdict = judge(gate, repository)
        yield fault, is_right(fault, *verdict), verdict
    shutil.rmtree(place)


def all_seeds(gate, numbers, faults, at_once=1):
    """Prints a line for each run; gives for each fault how often the gate was right."""
    sums, work = {}, tempfile.mkdtemp()
    training = subprocess.Popen([sys.executable, f"{HERE}/stages.py", "train", work, "1", "0"])
    services = Services(work)
    try:
        if training.wait() != 0:
            sys.exit("the model could not be trained")
        for number in numbers:
            for fault, good, (code, origin, found, behind) in seed(gate, services, number, faults, at_once):
                sums.setdefault(fault, []).append(good)
                print(f"seed {number} {fault}: exit {code}, begins at {origin}, {sorted(set(found))}, behind it {behind}: "
                      f"{'right' if good else 'WRONG'}", flush=True)
    finally:
        services.stop()
        shutil.rmtree(work, ignore_errors=True)
    return sums


if __name__ == "__main__":
    right = all_seeds(os.path.abspath(sys.argv[1]), [1], list(EXPECTED), at_once=4)
    sys.exit(0 if len(right) == len(EXPECTED) and all(all(results) for results in right.values()) else 1)
