# The kitchen command in an image, with a Java runtime of its own: coordinator, worker, client, or everything in one container.
#
#   docker build -t many-kitchens .
#   docker run --rm many-kitchens compare count_primes --jobs 32 -p sequential -p threads:2 -p processes:2
#   docker run --rm --env-file join.env many-kitchens worker      with KITCHEN_JOIN=TOKEN@HOST:PORT in that file: ps shows what is behind -e
#
# Where the public images cannot be pulled, name others: --build-arg JDK_IMAGE=… --build-arg BASE_IMAGE=…
ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG BASE_IMAGE=debian:13-slim

FROM ${JDK_IMAGE} AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends maven \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN mvn -B -q -Pdist -pl cli -am -Dmaven.test.skip=true package \
 && mkdir /opt/kitchen \
 && tar xzf cli/target/dist/many-kitchens-*-Linux-*.tar.gz -C /opt/kitchen --strip-components=1 \
 && cp deploy/image/healthy /opt/kitchen/bin/healthy

FROM ${BASE_IMAGE}
# The folders belong to the user, and so do new volumes that are mounted there.
RUN useradd --system --uid 7070 --home-dir /var/lib/kitchen --shell /usr/sbin/nologin kitchen \
 && mkdir -p /var/lib/kitchen /run/kitchen \
 && chown kitchen:kitchen /var/lib/kitchen /run/kitchen \
 && chmod 700 /var/lib/kitchen /run/kitchen
COPY --from=build /opt/kitchen /opt/kitchen
# Classes, ready to be used: see docs/decisions/0021-classes-are-archived.md. Worker JVMs of processes:N have theirs in the cache.
ENV XDG_CACHE_HOME=/opt/kitchen/cache PATH=/opt/kitchen/bin:$PATH
RUN mkdir -p /opt/kitchen/cache && chown kitchen:kitchen /opt/kitchen/cache
USER kitchen
RUN kitchen run compute_square 1 -p processes:1
USER root
RUN /opt/kitchen/runtime/bin/java -XX:ArchiveClassesAtExit=/opt/kitchen/kitchen-cli.jsa -cp /opt/kitchen/kitchen-cli.jar \
      dev.manykitchens.cli.ClassTraining
USER kitchen
WORKDIR /tmp
ENTRYPOINT ["kitchen"]
CMD ["demo"]
