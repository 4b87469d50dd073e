import { accessLogTime, formatTime, httpDate } from "../cri/calendar.ts";
import type { ImageProgram } from "../cri/image-program.ts";
import { tagsOf } from "../cri/official-images.ts";
import type { Process } from "../cri/process.ts";
import { ConfigurationFault } from "./nginx/configuration.ts";
import { WebServer } from "./nginx/web-server.ts";
import { unknownDirectives } from "./nginx/servers.ts";

const configurationFile = "/etc/nginx/nginx.conf";

const mainConfiguration = `user  nginx;
worker_processes  auto;
error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;
events {
    worker_connections  1024;
}
http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;
    sendfile        on;
    keepalive_timeout  65;
    include /etc/nginx/conf.d/*.conf;
}
`;

const defaultServer = `server {
    listen       80;
    server_name  localhost;
    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }
    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;

const welcome = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>This page means that the web server in this container works.</p>
<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

/** The web server: serves files, follows its configuration files, writes its access log. */
export const nginx: ImageProgram = {
  image: "nginx",
  aliases: ["registry.k8s.io/nginx-slim", "registry.k8s.io/e2e-test-images/nginx", "dockerfile/nginx", "nginxinc/nginx-unprivileged"],
  tags: tagsOf(
    "1 1.7 1.7.0..12 1.8 1.8.0..1 1.9 1.9.0..15 1.10 1.10.0..3 1.11 1.11.0..13 1.12 1.12.0..2 1.13 1.13.0..12 1.14 1.14.0..2 1.15 1.15.0..12 1.16 1.16.0..1 1.17 1.17.0..10 1.18 1.18.0 1.19 1.19.0..10 1.20 1.20.0..2 1.21 1.21.0..6 1.22 1.22.0..1 1.23 1.23.0..4 1.24 1.24.0 1.25 1.25.0..5 1.26 1.26.0..3 1.27 1.27.0..5 1.28 1.28.0 1.29 1.29.0..3 mainline stable",
    "alpine alpine-slim perl alpine-perl bookworm otel",
  ).concat("0.8", "0.21", "0.24", "0.27", "1.14-4", "1.15-4", "1.14-2"),
  sizeMiB: 70,
  executable: "/usr/sbin/nginx",
  entrypoint: ["/docker-entrypoint.sh"],
  command: ["nginx", "-g", "daemon off;"],
  stopSignal: "QUIT",
  userland: "debian",
  packages: ["curl"],
  memoryMiB: 6,
  files: {
    [configurationFile]: mainConfiguration,
    "/etc/nginx/conf.d/default.conf": defaultServer,
    "/etc/nginx/mime.types": "types {\n    text/html  html htm;\n}\n",
    "/usr/share/nginx/html/index.html": welcome,
    "/usr/share/nginx/html/50x.html": "<!DOCTYPE html>\n<html><head><title>Error</title></head><body><h1>An error occurred.</h1></body></html>\n",
  },
  programs: { "/docker-entrypoint.sh": entrypoint },

  async run(process) {
    const version = versionOf(process.imageTag);
    if (process.args.includes("-v")) {
      process.printError(`nginx version: nginx/${version}`);
      return 0;
    }
    const server = new WebServer(process, `nginx/${version}`, { accessLogTime, httpDate });
    if (!load(process, server)) return 1;
    if (process.args.includes("-t")) {
      process.printError(`nginx: configuration file ${configurationFile} test is successful`);
      return 0;
    }
    if (process.args.includes("-s")) return signalMain(process);
    await process.startUp(process.random.integer(40, 120));
    if (!(await bind(process, server))) return 1;
    notice(process, `nginx/${version}`);
    notice(process, "start worker processes");
    handleSignals(process, server);
    return await process.forever();
  },
};

/** The image's entrypoint script prepares the configuration, then becomes the command. */
async function entrypoint(process: Process): Promise<number> {
  if (process.args[0] === "nginx" || process.args[0] === "nginx-debug") {
    process.print("/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration");
    process.print("/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/");
    process.print("/docker-entrypoint.sh: Configuration complete; ready for start up");
  }
  return await process.exec(process.args);
}

/** How often a port that is taken is tried, and how long apart. */
const bindAttempts = 5;
const bindPause = 500;

async function bind(process: Process, server: WebServer): Promise<boolean> {
  for (let attempt = 0; attempt < bindAttempts; attempt++) {
    const taken = server.listen();
    if (taken === undefined) return true;
    process.printError(`nginx: [emerg] bind() to 0.0.0.0:${taken} failed (98: Address already in use)`);
    await process.startUp(bindPause);
  }
  process.printError("nginx: [emerg] still could not bind()");
  return false;
}

/** False after an error that was printed. */
function load(process: Process, server: WebServer): boolean {
  try {
    const directives = server.load(configurationFile);
    for (const name of unknownDirectives(directives)) process.printError(`nginx: [warn] the directive "${name}" has no effect in this playground`);
    return true;
  } catch (error) {
    if (!(error instanceof ConfigurationFault)) throw error;
    process.printError(`${stamp(process)} [emerg] 1#1: ${error.message}\nnginx: [emerg] ${error.message}`);
    return false;
  }
}

function handleSignals(process: Process, server: WebServer): void {
  const stop = (words: string) => () => {
    notice(process, words);
    notice(process, "exit");
    process.exit(0);
  };
  process.onSignal("QUIT", stop("signal 3 (SIGQUIT) received, shutting down"));
  process.onSignal("TERM", stop("signal 15 (SIGTERM) received, exiting"));
  process.onSignal("INT", stop("signal 2 (SIGINT) received, exiting"));
  process.onSignal("HUP", () => {
    notice(process, "signal 1 (SIGHUP) received, reconfiguring");
    if (load(process, server)) server.listen();
  });
}

/** nginx -s stop|quit|reload */
function signalMain(process: Process): number {
  const signal = { stop: "TERM", quit: "QUIT", reload: "HUP", reopen: "USR1" }[process.args[process.args.indexOf("-s") + 1] ?? ""] as "TERM" | "QUIT" | "HUP" | "USR1" | undefined;
  return signal !== undefined && process.kill(1, signal) ? 0 : 1;
}

function notice(process: Process, message: string): void {
  process.printError(`${stamp(process)} [notice] 1#1: ${message}`);
}

function stamp(process: Process): string {
  return formatTime(process.clock.now(), "%Y/%m/%d %H:%M:%S");
}

const newestPatch: Readonly<Record<string, string>> = { "1": "1.29.3", "1.14": "1.14.2", "1.16": "1.16.1", "1.18": "1.18.0", "1.19": "1.19.10", "1.20": "1.20.2", "1.21": "1.21.6", "1.22": "1.22.1", "1.23": "1.23.4", "1.24": "1.24.0", "1.25": "1.25.5", "1.26": "1.26.3", "1.27": "1.27.5", "1.28": "1.28.0", "1.29": "1.29.3" };

function versionOf(tag: string): string {
  const version = /^\d+(?:\.\d+){0,2}/.exec(tag)?.[0];
  if (version === undefined) return tag.startsWith("stable") ? "1.28.0" : "1.29.3";
  return newestPatch[version] ?? (version.split(".").length === 3 ? version : `${version}.0`);
}
