import type { ImageProgram } from "../cri/image-program.ts";
import { networkFailure } from "../cri/network-failure.ts";
import { tagsOf } from "../cri/official-images.ts";
import type { Process } from "../cri/process.ts";

/** How often the entrypoint looks for the database, once a second. */
const attempts = 10;

/** The web page in front of a MongoDB: it gives up when it finds no database. */
export const mongoExpress: ImageProgram = {
  image: "mongo-express",
  tags: tagsOf("0.49 0.54 0.54.0 1 1.0.0 1.0.0-alpha 1.0.0-alpha.4 1.0.2"),
  sizeMiB: 60,
  executable: "/usr/local/bin/mongo-express",
  userland: "alpine",
  packages: ["bash"],
  memoryMiB: 60,

  async run(process) {
    const { env } = process;
    const [, host = "mongo", port = "27017"] = /^mongodb:\/\/(?:[^@]*@)?([^:/]+)(?::(\d+))?/.exec(env["ME_CONFIG_MONGODB_URL"] ?? "") ?? [undefined, env["ME_CONFIG_MONGODB_SERVER"], env["ME_CONFIG_MONGODB_PORT"]];
    process.print(`Waiting for ${host}:${port}...`);
    if (!(await waitFor(process, host, Number(port)))) {
      process.printError(`${process.hostname}: Could not connect to database using connectionString: mongodb://${host}:${port}/`);
      return 1;
    }
    process.print("Welcome to mongo-express 1.0.2\n------------------------");
    process.print("Mongo Express server listening at http://0.0.0.0:8081");
    if (env["ME_CONFIG_BASICAUTH"] !== "false" && env["ME_CONFIG_BASICAUTH_USERNAME"] === undefined) process.print("Server is open to allow connections from anyone (0.0.0.0)\nbasicAuth credentials are \"admin:pass\", it is recommended you change this in your config.js!");
    process.onSignal("TERM", () => process.exit(143));
    await process.serveHttp(8081, () => ({ status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: `<!DOCTYPE html>\n<html><head><title>Home - Mongo Express</title></head><body><h1>Mongo Express</h1><p>Connected to ${host}:${port}</p></body></html>\n` }));
    return 0;
  },
};

async function waitFor(process: Process, host: string, port: number): Promise<boolean> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      (await process.connect(host, port, 1000)).end();
      return true;
    } catch (error) {
      networkFailure(error);
      process.print(`Retrying to connect to ${host}:${port} (${attempt}/${attempts})`);
      await process.startUp(1000);
    }
  }
  return false;
}
