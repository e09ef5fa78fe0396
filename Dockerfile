# The program and nothing else: no compiler, no tests, not root.
FROM python:3.12.12-slim-bookworm
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN pip install --require-hashes -r requirements.lock && pip install "hatchling>=1.27"
COPY diembao ./diembao
RUN pip install --no-deps --no-build-isolation . \
    && useradd --create-home --uid 10001 desk \
    && install -d -o desk -g desk /home/desk/home /mail
USER desk
ENV DIEMBAO_HOME=/home/desk/home
ENTRYPOINT ["diembao"]
CMD ["run"]
