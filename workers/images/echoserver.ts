import { accessLogTime } from "../cri/calendar.ts";
import type { ImageProgram } from "../cri/image-program.ts";

/** Answers with everything it knows of the request. */
export const echoserver: ImageProgram = {
  image: "registry.k8s.io/echoserver",
  aliases: ["gcr.io/google_containers/echoserver", "k8s.gcr.io/echoserver", "gcr.io/kubernetes-e2e-test-images/echoserver", "registry.k8s.io/e2e-test-images/echoserver", "kicbase/echo-server"],
  tags: ["1.0", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "1.10", "2.2", "2.3", "2.4", "2.5", "2.6", "latest"],
  sizeMiB: 40,
  executable: "/usr/local/bin/run.sh",
  userland: "alpine",
  memoryMiB: 8,

  async run(process) {
    const port = Number(process.env["PORT"] ?? 8080);
    process.print("Generating self-signed cert");
    await process.startUp(process.random.integer(100, 300));
    process.print("Starting nginx");
    process.onSignal("QUIT", () => process.exit(0));
    await process.serveHttp(port, ({ from, method, path, host, headers, body }) => {
      process.print(`${from} - - [${accessLogTime(process.clock.now())}] "${method} ${path} HTTP/1.1" 200 ${body.length} "-" "${headers["user-agent"] ?? "-"}"`);
      const lines = [
        "",
        "",
        `Hostname: ${process.hostname}`,
        "",
        "Pod Information:",
        ...information(process.env),
        "",
        "Server values:",
        "\tserver_version=nginx: 1.14.2 - lua: 10015",
        "",
        "Request Information:",
        `\tclient_address=${from}`,
        `\tmethod=${method}`,
        `\treal path=${path}`,
        `\tquery=${path.split("?")[1] ?? ""}`,
        "\trequest_version=1.1",
        `\trequest_scheme=http`,
        `\trequest_uri=http://${host}:${port}${path}`,
        "",
        "Request Headers:",
        ...Object.entries({ ...headers, host }).map(([name, value]) => `\t${name}=${value}`),
        "",
        "Request Body:",
        `\t${body === "" ? "-no body in request-" : body}`,
        "",
        "",
      ];
      return { status: 200, headers: { "content-type": "text/plain" }, body: lines.join("\n") };
    });
    return 0;
  },
};

function information(env: Readonly<Record<string, string>>): readonly string[] {
  const names = { NODE_NAME: "node name", POD_NAME: "pod name", POD_NAMESPACE: "pod namespace", POD_IP: "pod IP" };
  const known = Object.entries(names).flatMap(([variable, label]) => (env[variable] === undefined ? [] : [`\t${label}:\t${env[variable]}`]));
  return known.length > 0 ? known : ["\t-no pod information available-"];
}
