# SPDX-License-Identifier: Apache-2.0
"""Six faults in a real pipeline, one a hop: how often does the gate name the hop and the kind, and how often does it block where nothing is wrong?

    python3 tests/bench/seams.py SEAMGATE [SEEDS] [FAULT ...]

A sensor publishes over MQTT (mosquitto), a process enriches, one predicts with a model that it has trained, PostgreSQL answers a query over the predictions, a
server shows them, a page is looked at by Chromium. The faults are in the processes (tests/e2e/seams); the gate reads what they wrote. Needs mosquitto, mosquitto-clients,
postgresql, chromium, git. Prints a line for each run, and the sums.
"""
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

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e", "seams")
COUNT, VISITS = 400, 8
EXPECTED = {"late-sensor": ("ingest", "freshness"), "lost-field": ("enrich", "metrics"),
            "other-distribution": ("infer", "drift"), "dropped-index": ("query", "plans"),
            "slow-server": ("serve", "latency"), "late-render": ("render", "latency"), "none": (None, None)}

POLICY = """version: 1
pipeline: [ingest, enrich, infer, query, serve, render]
checks:
  secrets: {enabled: false}
  dependencies: {enabled: false}
  freshness:
    sources:
      - {name: sensor, hop: ingest, format: jsonl, path: run/way.jsonl, max_age: 400ms, statistic: p50}
      - {name: enriched, hop: enrich, format: jsonl, path: run/way.jsonl, max_age: 500ms, statistic: p50}
      - {name: predicted, hop: infer, format: jsonl, path: run/way.jsonl, max_age: 600ms, statistic: p50}
  metrics:
    series:
      - {name: null-countries, hop: enrich, path: run/enrich.json, select: nulls, per: records, max: 0.05}
      - {name: accuracy, hop: infer, path: run/accuracy.json, select: accuracy, better: higher, tolerance: 0.08}
  drift:
    features: [{name: volume, hop: infer, current: run/features.csv, test: ks, max: 0.2}]
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
        self.work, self.port = work, free_port()
        conf = os.path.join(work, "mosquitto.conf")
        with open(conf, "w") as file:
            file.write(f"listener {self.port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\n")
        broker = shutil.which("mosquitto", path=os.environ["PATH"] + ":/usr/sbin")
        self.broker = subprocess.Popen([broker, "-c", conf], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.bin = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        self.data = os.path.join(work, "data")
        os.mkdir(self.data)
        if os.getuid() == 0:  # the server refuses to run as root
            owner = pwd.getpwnam("postgres")
            for path in (work, self.data):
                os.chown(path, owner.pw_uid, owner.pw_gid)
            os.chmod(work, 0o755)
        self.as_owner([f"{self.bin}/initdb", "-D", self.data, "-A", "trust", "-U", "postgres"])
        self.as_owner([f"{self.bin}/pg_ctl", "-D", self.data, "-w", "-l", f"{self.data}/log", "-o",
                       f"-k {self.data} -c listen_addresses= -c fsync=off", "start"])

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
    time.sleep(0.5)  # both have subscribed
    sensor = stage("sensor", out, seed, fault, stdout=raw_out.stdin)
    raw_out.stdin.close()
    rich_out.stdin.close()
    for process in (sensor, enrich, infer):
        process.wait(60)
    for process in listeners:
        process.terminate()
    for process in listeners + [raw_out, rich_out]:
        process.wait(10)
    with open(f"{out}/way.jsonl", "w") as way:
        for hop in ("ingest", "enrich", "infer"):
            way.write(open(f"{out}/way-{hop}.jsonl").read())
            os.remove(f"{out}/way-{hop}.jsonl")


def query(services, out, fault):
    sql = os.path.join(services.work, "query.sql")
    shutil.copy(f"{HERE}/query.sql", sql)
    with open(f"{out}/predictions.csv") as rows:
        services.psql(["-f", sql], stdin=rows)
    if fault == "dropped-index":
        services.psql(["-c", "drop index predictions_customer_idx"])
    plan = services.psql(["-c", "explain (analyze, format json) select avg(score) from predictions where customer = 77"])
    open(f"{out}/plan.json", "w").write(plan)


def visits(out, work, fault):
    server = subprocess.Popen([sys.executable, f"{HERE}/page.py", out, str(VISITS), fault], stdout=subprocess.PIPE)
    port = int(server.stdout.readline())
    browser = subprocess.Popen(
        ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--remote-debugging-port=0", f"--user-data-dir={work}/profile", f"http://127.0.0.1:{port}/"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        server.wait(90)
    finally:
        browser.terminate()
        browser.wait(20)
        server.kill()


def run(services, out, seed, fault):
    os.makedirs(out, exist_ok=True)
    for old in glob.glob(f"{out}/*"):
        os.remove(old)
    shutil.copy(f"{services.work}/model.json", out)
    messages(services, out, seed, fault)
    query(services, out, fault)
    visits(out, services.work, fault)
    os.remove(f"{out}/predictions.csv")


def git(repository, *arguments):
    subprocess.run(["git", "-C", repository, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *arguments],
                   check=True, stdout=subprocess.DEVNULL)


def judge(gate, repository):
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


def one(gate, services, seed, faults, sums):
    repository = os.path.join(services.work, f"repository-{seed}")
    os.mkdir(repository)
    git(repository, "init", "-q", "-b", "main")
    open(f"{repository}/.seamgate.yml", "w").write(POLICY)
    run(services, f"{repository}/run", 2 * seed, "none")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "base")
    for fault in faults:
        git(repository, "checkout", "-q", "-B", fault, "main")
        run(services, f"{repository}/run", 2 * seed + 1, fault)
        git(repository, "add", "-A")
        git(repository, "commit", "-qm", fault)
        code, origin, found, behind = judge(gate, repository)
        hop, check = EXPECTED[fault]
        good = code == 0 if fault == "none" else code == 1 and origin == hop and (hop, check) in found
        sums.setdefault(fault, []).append(good)
        print(f"seed {seed} {fault}: exit {code}, begins at {origin}, {sorted(set(found))}, behind it {behind}: "
              f"{'right' if good else 'WRONG'}", flush=True)
    shutil.rmtree(repository)


def main():
    gate = os.path.abspath(sys.argv[1])
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    faults, sums = sys.argv[3:] or list(EXPECTED), {}
    work = tempfile.mkdtemp()
    services = Services(work)
    try:
        subprocess.run([sys.executable, f"{HERE}/stages.py", "train", work, "1", "0"], check=True)
        for seed in range(1, seeds + 1):
            one(gate, services, seed, faults, sums)
    finally:
        services.stop()
        shutil.rmtree(work, ignore_errors=True)
    for fault, results in sums.items():
        print(f"{fault}: right in {sum(results)} of {len(results)}")
    return 0 if all(sum(r) >= 0.95 * len(r) for r in sums.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
