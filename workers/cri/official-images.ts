/**
 * Docker's official images (docker.io/library) that we know to exist. The namespace is closed: whatever is
 * not in here or among our own programs does not exist, so a misspelt name fails to pull as it would.
 */
export interface OfficialImage {
  readonly sizeMiB: number;
  readonly tags: readonly string[];
  /** Port of the program, where it serves one. */
  readonly port?: number;
}

/** Every version in every variant, the variants alone, and "latest". */
export function tagsOf(versions: string, variants = ""): readonly string[] {
  const suffixes = words(variants);
  const tags = words(versions).flatMap((version) => [version, ...suffixes.map((suffix) => `${version}-${suffix}`)]);
  return ["latest", ...suffixes, ...tags];
}

/** "1.2.0..3" is 1.2.0, 1.2.1, 1.2.2, 1.2.3. */
function words(list: string): readonly string[] {
  return list
    .split(/\s+/)
    .filter((word) => word !== "")
    .flatMap((word) => {
      const range = /^(.*?)(\d+)\.\.(\d+)$/.exec(word);
      if (range === null) return [word];
      const [, prefix = "", low = "0", high = "0"] = range;
      return Array.from({ length: Number(high) - Number(low) + 1 }, (_, index) => `${prefix}${Number(low) + index}`);
    });
}

const debianVariants = "slim bookworm bookworm-slim bullseye alpine";

/** Those that no program here stands for: they run as stand-ins. */
export const officialImages: Readonly<Record<string, OfficialImage>> = {
  python: { sizeMiB: 370, tags: tagsOf("2 2.7 3 3.6 3.7 3.8 3.9 3.9.0..20 3.10 3.10.0..16 3.11 3.11.0..11 3.12 3.12.0..8 3.13 3.13.0..2 3.14", debianVariants) },
  node: { sizeMiB: 400, tags: tagsOf("0.10.40 8 10 12 14 16 16.20.2 18 18.0.0 18.20.4 20 20.0.0 20.18.0 22 22.0.0 22.12.0 24 lts", debianVariants) },
  golang: { sizeMiB: 300, tags: tagsOf("1 1.18..24 1.20.0..14 1.21.0..13 1.22.0..10 1.23.0..4", "alpine bookworm bullseye") },
  openjdk: { sizeMiB: 240, tags: tagsOf("8 11 17 18 19 21", "jdk jre slim alpine jdk-slim jre-slim") },
  "eclipse-temurin": { sizeMiB: 200, tags: tagsOf("8 11 17 21", "jdk jre jdk-alpine jre-alpine") },
  amazoncorretto: { sizeMiB: 200, tags: tagsOf("8 11 17 21", "alpine") },
  php: { sizeMiB: 170, tags: tagsOf("5 7 7.4 8 8.0 8.1 8.2 8.3 8.4", "apache fpm cli fpm-alpine alpine"), port: 80 },
  ruby: { sizeMiB: 330, tags: tagsOf("2 2.7 3 3.0..4", debianVariants) },
  rust: { sizeMiB: 500, tags: tagsOf("1 1.70..83", "slim alpine") },
  erlang: { sizeMiB: 300, tags: tagsOf("24 25 26 27", "alpine slim") },
  elixir: { sizeMiB: 300, tags: tagsOf("1.14 1.15 1.16 1.17", "alpine slim") },
  mariadb: { sizeMiB: 115, tags: tagsOf("10 10.4..11 11 11.1..6 lts", "jammy noble"), port: 3306 },
  cassandra: { sizeMiB: 130, tags: tagsOf("3 3.11 4 4.0 4.1 5 5.0"), port: 9042 },
  couchdb: { sizeMiB: 90, tags: tagsOf("2 3 3.1..4"), port: 5984 },
  couchbase: { sizeMiB: 450, tags: tagsOf("6.6.0 7.0.0 7.2.0 7.6.0 community enterprise"), port: 8091 },
  influxdb: { sizeMiB: 110, tags: tagsOf("1.8 2 2.0..7", "alpine"), port: 8086 },
  neo4j: { sizeMiB: 250, tags: tagsOf("3.5 4 4.4 5", "enterprise community"), port: 7687 },
  elasticsearch: { sizeMiB: 600, tags: ["6.8.23", "7.17.0", "7.17.24", "8.0.0", "8.11.0", "8.15.0", "8.16.1"], port: 9200 },
  kibana: { sizeMiB: 500, tags: ["6.8.23", "7.17.0", "7.17.24", "8.0.0", "8.11.0", "8.15.0", "8.16.1"], port: 5601 },
  logstash: { sizeMiB: 400, tags: ["7.17.0", "8.0.0", "8.15.0"], port: 5044 },
  rabbitmq: { sizeMiB: 110, tags: tagsOf("3 3.8..13 4 4.0", "management alpine management-alpine"), port: 5672 },
  memcached: { sizeMiB: 33, tags: tagsOf("1 1.4 1.5 1.6 1.6.0..33 1.4.25", "alpine"), port: 11211 },
  haproxy: { sizeMiB: 45, tags: tagsOf("2 2.0..9 3 3.0 3.1", "alpine"), port: 80 },
  traefik: { sizeMiB: 45, tags: tagsOf("1.7 2 2.9..11 3 3.0..2 v1.7 v2.9..11 v3 v3.0..2"), port: 80 },
  caddy: { sizeMiB: 18, tags: tagsOf("2 2.6..8", "alpine builder"), port: 80 },
  tomcat: { sizeMiB: 200, tags: tagsOf("7 8 8.5 9 9.0 10 10.1 11", "jdk8 jdk11 jdk17 jre11"), port: 8080 },
  jetty: { sizeMiB: 200, tags: tagsOf("9 10 11 12"), port: 8080 },
  wordpress: { sizeMiB: 240, tags: tagsOf("4.8 5 5.8 5.9 6 6.0..7 6.2.1", "apache fpm php8.2 php8.2-apache"), port: 80 },
  drupal: { sizeMiB: 200, tags: tagsOf("7 8 9 10 11", "apache fpm"), port: 80 },
  joomla: { sizeMiB: 200, tags: tagsOf("3 4 5", "apache fpm"), port: 80 },
  ghost: { sizeMiB: 140, tags: tagsOf("3 4 5", "alpine"), port: 2368 },
  nextcloud: { sizeMiB: 350, tags: tagsOf("25..30", "apache fpm"), port: 80 },
  adminer: { sizeMiB: 90, tags: tagsOf("4 4.8.1", "standalone"), port: 8080 },
  phpmyadmin: { sizeMiB: 180, tags: tagsOf("5 5.0..2", "apache fpm"), port: 80 },
  registry: { sizeMiB: 10, tags: tagsOf("2 2.7 2.8 3"), port: 5000 },
  vault: { sizeMiB: 70, tags: ["1.12.0", "1.13.3"], port: 8200 },
  consul: { sizeMiB: 45, tags: ["1.13.0", "1.14.0", "1.15.4"], port: 8500 },
  nats: { sizeMiB: 6, tags: tagsOf("2 2.8..10", "alpine"), port: 4222 },
  zookeeper: { sizeMiB: 120, tags: tagsOf("3.5 3.6 3.7 3.8 3.9"), port: 2181 },
  "eclipse-mosquitto": { sizeMiB: 6, tags: tagsOf("1.6 2 2.0"), port: 1883 },
  docker: { sizeMiB: 120, tags: tagsOf("20 23 24 25 26 27", "dind cli") },
  centos: { sizeMiB: 75, tags: tagsOf("6 7 8 centos7 centos8") },
  fedora: { sizeMiB: 60, tags: tagsOf("36..41") },
  rockylinux: { sizeMiB: 65, tags: ["8", "9", "8.9", "9.3"] },
  almalinux: { sizeMiB: 65, tags: tagsOf("8 9") },
  amazonlinux: { sizeMiB: 60, tags: tagsOf("1 2 2023") },
  oraclelinux: { sizeMiB: 70, tags: ["7", "8", "9"] },
  archlinux: { sizeMiB: 140, tags: tagsOf("base") },
  gcc: { sizeMiB: 450, tags: tagsOf("9..14") },
  maven: { sizeMiB: 250, tags: tagsOf("3 3.8 3.9") },
  gradle: { sizeMiB: 250, tags: tagsOf("7 8") },
  sonarqube: { sizeMiB: 400, tags: tagsOf("9 10 lts community"), port: 9000 },
  telegraf: { sizeMiB: 120, tags: tagsOf("1.28..32", "alpine") },
};
