# The program and nothing else: statically linked, no shell, not root. It opens no network connection.
#
#   docker build --tag model-lint .
#   docker run --rm --network none --volume "$PWD:/src:ro" model-lint .

FROM rust:1-alpine AS build
RUN apk add --no-cache build-base
WORKDIR /build
COPY . .
RUN cargo build --release --locked && strip target/release/model-lint

FROM scratch
COPY --from=build /build/target/release/model-lint /model-lint
COPY --from=build /build/LICENSE-MIT /build/LICENSE-APACHE /
USER 65532:65532
WORKDIR /src
ENTRYPOINT ["/model-lint"]
