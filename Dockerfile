# The kitchen command in an image: worker JVMs are spawned inside the container.
#
#   docker build -t many-kitchens .
#   docker run --rm many-kitchens compare count_primes --jobs 32 -p sequential -p threads:2 -p processes:2
#
# Where the public images cannot be pulled, name others: --build-arg JDK_IMAGE=… --build-arg BASE_IMAGE=…
ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG BASE_IMAGE=eclipse-temurin:25-jre

FROM ${JDK_IMAGE} AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends maven \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN mvn -B -q -pl cli -am -Dmaven.test.skip=true package

FROM ${BASE_IMAGE}
RUN useradd --system --no-create-home --shell /usr/sbin/nologin kitchen
COPY --from=build /src/cli/target/kitchen /opt/kitchen
USER kitchen
WORKDIR /tmp
ENTRYPOINT ["java", "-jar", "/opt/kitchen/kitchen-cli.jar"]
CMD ["demo"]
