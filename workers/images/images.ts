import type { ImageProgram } from "../cri/image-program.ts";
import { agnhost } from "./agnhost.ts";
import { alpine } from "./alpine.ts";
import { bash } from "./bash.ts";
import { busybox } from "./busybox.ts";
import { crasher } from "./crasher.ts";
import { curl } from "./curl.ts";
import { debian } from "./debian.ts";
import { dnsutils } from "./dnsutils.ts";
import { echoserver } from "./echoserver.ts";
import { gettingStartedPoulton } from "./getting-started-poulton.ts";
import { gettingStartedSharma } from "./getting-started-sharma.ts";
import { helloApp } from "./hello-app.ts";
import { hpaExample } from "./hpa-example.ts";
import { httpEcho } from "./http-echo.ts";
import { httpd } from "./httpd.ts";
import { k8sDemoApp } from "./k8s-demo-app.ts";
import { kuard } from "./kuard.ts";
import { memoryHog } from "./memory-hog.ts";
import { mongo } from "./mongo.ts";
import { mongoExpress } from "./mongo-express.ts";
import { mysql } from "./mysql.ts";
import { netshoot } from "./netshoot.ts";
import { nginx } from "./nginx.ts";
import { pause } from "./pause.ts";
import { perl } from "./perl.ts";
import { postgres } from "./postgres.ts";
import { redis } from "./redis.ts";
import { serveHostname } from "./serve-hostname.ts";
import { stress } from "./stress.ts";
import { testWebserver } from "./test-webserver.ts";
import { ubuntu } from "./ubuntu.ts";
import { vishStress } from "./vish-stress.ts";
import { whoami } from "./whoami.ts";

/**
 * Every container image that has a program here. Any other image name runs as a stand-in, unless it is in
 * Docker's closed official namespace or cannot exist.
 */
export const images: readonly ImageProgram[] = [
  agnhost,
  alpine,
  bash,
  busybox,
  crasher,
  curl,
  debian,
  dnsutils,
  echoserver,
  gettingStartedPoulton,
  gettingStartedSharma,
  helloApp,
  hpaExample,
  httpEcho,
  httpd,
  k8sDemoApp,
  kuard,
  memoryHog,
  mongo,
  mongoExpress,
  mysql,
  netshoot,
  nginx,
  pause,
  perl,
  postgres,
  redis,
  serveHostname,
  stress,
  testWebserver,
  ubuntu,
  vishStress,
  whoami,
];
