# One image for every process: `docker run IMAGE coachable up|api|worker|trainer|models|writer|migrate`.
# A container is reached from outside, so it starts with API keys: make one with `coachable token`.

FROM python:3.12-slim AS build
RUN apt-get update && apt-get install --yes --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Makefile constraints.txt ./
RUN make /venv/.torch VENV=/venv
COPY . .
RUN make install VENV=/venv INSTALL=.

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
HEALTHCHECK --interval=10s --start-period=120s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
CMD ["coachable", "up"]
