import type { ImageProgram } from "../cri/image-program.ts";
import { alpine } from "./alpine.ts";
import { busybox } from "./busybox.ts";
import { crasher } from "./crasher.ts";
import { httpEcho } from "./http-echo.ts";
import { nginx } from "./nginx.ts";
import { pause } from "./pause.ts";

/**
 * Every container image that has a program here. Any other image name runs as a stand-in, unless it is in
 * Docker's closed official namespace or cannot exist.
 */
export const images: readonly ImageProgram[] = [alpine, busybox, crasher, httpEcho, nginx, pause];
