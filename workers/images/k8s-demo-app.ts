import type { ImageProgram } from "../cri/image-program.ts";
import { networkFailure } from "../cri/network-failure.ts";

/** The Node.js application of Nana Janashia's course: a profile page that stores in MongoDB. */
export const k8sDemoApp: ImageProgram = {
  image: "nanajanashia/k8s-demo-app",
  tags: ["latest", "v1.0", "v2.0"],
  sizeMiB: 45,
  executable: "/usr/local/bin/node",
  entrypoint: ["node", "server.js"],
  env: { PATH: "/usr/local/bin:/usr/bin:/bin" },
  workingDirectory: "/home/app",
  userland: "alpine",
  memoryMiB: 40,

  async run(process) {
    await process.startUp(process.random.integer(400, 900));
    process.print("app listening on port 3000!");
    await process.serveHttp(3000, async ({ path }) => {
      if (path === "/get-profile") {
        const host = process.env["DB_URL"] ?? "localhost";
        try {
          (await process.connect(host, 27017, 5000)).end();
          return { status: 200, headers: { "content-type": "application/json" }, body: "{}" };
        } catch (error) {
          const { code } = networkFailure(error);
          process.printError(`MongoServerSelectionError: connect ${code} ${host}:27017`);
          return { status: 500, body: `cannot reach the database at ${host}` };
        }
      }
      return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: "<html>\n<body>\n<h1>User profile</h1>\n</body>\n</html>\n" };
    });
    return 0;
  },
};
