import { accessLogTime, formatTime, httpDate } from "../cri/calendar.ts";
import type { ImageProgram } from "../cri/image-program.ts";
import { tagsOf } from "../cri/official-images.ts";
import type { Process } from "../cri/process.ts";

const root = "/usr/local/apache2/htdocs";

/** The Apache web server: serves the files below its document root. */
export const httpd: ImageProgram = {
  image: "httpd",
  tags: tagsOf("2 2.2 2.4 2.4.25 2.4.29 2.4.33..65", "alpine bookworm trixie"),
  sizeMiB: 56,
  executable: "/usr/local/apache2/bin/httpd",
  entrypoint: ["httpd-foreground"],
  env: { HTTPD_PREFIX: "/usr/local/apache2", PATH: "/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
  workingDirectory: "/usr/local/apache2",
  stopSignal: "WINCH",
  userland: "debian",
  memoryMiB: 8,
  files: { [`${root}/index.html`]: "<html><body><h1>It works!</h1></body></html>\n" },
  programs: { "/usr/local/apache2/bin/httpd-foreground": (process) => process.exec(["/usr/local/apache2/bin/httpd", "-DFOREGROUND", ...process.args]) },

  async run(process) {
    const version = /^\d+\.\d+\.\d+/.exec(process.imageTag)?.[0] ?? "2.4.65";
    if (process.args.includes("-v")) {
      process.print(`Server version: Apache/${version} (Unix)`);
      return 0;
    }
    await process.startUp(process.random.integer(40, 120));
    const notice = (message: string) => process.printError(`[${formatTime(process.clock.now(), "%a %b %d %H:%M:%S.000000 %Y")}] [mpm_event:notice] [pid 1:tid 1] ${message}`);
    notice(`AH00489: Apache/${version} (Unix) configured -- resuming normal operations`);
    process.onSignal("TERM", () => {
      notice("AH00491: caught SIGTERM, shutting down");
      process.exit(0);
    });
    process.onSignal("WINCH", () => {
      notice("AH00492: caught SIGWINCH, shutting down gracefully");
      process.exit(0);
    });
    await process.serveHttp(80, ({ from, method, path }) => {
      const reply = serve(process, path.split("?")[0]!);
      process.print(`${from} - - [${accessLogTime(process.clock.now())}] "${method} ${path} HTTP/1.1" ${reply.status} ${reply.body.length}`);
      return { ...reply, headers: { server: `Apache/${version} (Unix)`, date: httpDate(process.clock.now()), "content-type": "text/html" } };
    });
    return 0;
  },
};

function serve({ files }: Process, path: string): { readonly status: number; readonly body: string } {
  const file = `${root}${path.endsWith("/") ? `${path}index.html` : path}`;
  if (files.exists(file) && files.stat(file).type === "file") return { status: 200, body: files.read(file) };
  const title = path.endsWith("/") && files.exists(root + path) ? "403 Forbidden" : "404 Not Found";
  return { status: Number(title.slice(0, 3)), body: `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${title}</title>\n</head><body>\n<h1>${title.slice(4)}</h1>\n</body></html>\n` };
}
