FROM python:3.13-slim AS build
WORKDIR /src
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev
COPY setup.cfg setup.py pyproject.toml README.md LICENSE main.py ./
COPY httplogstats httplogstats
COPY requirements.txt ./
RUN python -m venv /opt/httplogstats \
 && /opt/httplogstats/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt \
 && /opt/httplogstats/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps .

FROM python:3.13-slim
COPY --from=build /opt/httplogstats /opt/httplogstats
RUN touch /tmp/access.log && chmod 644 /tmp/access.log && mkdir /state && chown 65534:65534 /state
ENV LANG=C.UTF-8 PYTHONDONTWRITEBYTECODE=1 XDG_STATE_HOME=/state
VOLUME /state
USER 65534:65534
ENTRYPOINT ["/opt/httplogstats/bin/httplogstats"]
