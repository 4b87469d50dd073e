import type { ImageProgram } from "../cri/image-program.ts";
import { tagsOf } from "../cri/official-images.ts";

/** Ubuntu: a shell and the usual programs. Ends at once without a terminal. */
export const ubuntu: ImageProgram = {
  image: "ubuntu",
  tags: tagsOf("14.04 16.04 18.04 20.04 22.04 23.10 24.04 24.10 25.04 25.10 trusty xenial bionic focal jammy mantic noble oracular plucky rolling devel"),
  sizeMiB: 29,
  executable: "/bin/ubuntu",
  entrypoint: [],
  command: ["/bin/bash"],
  userland: "debian",
  files: { "/etc/os-release": 'PRETTY_NAME="Ubuntu 24.04.3 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\n' },
  memoryMiB: 1,
  run: (process) => process.exec(["bash", ...process.args]),
};
