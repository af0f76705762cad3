# postcheck with Tesseract, for a folder that is mounted:
#
#   docker build -t postcheck .
#   docker run --rm --network none -v "$PWD":/work:ro postcheck check drafts/ --consent consent.csv --policy aspire
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install --yes --no-install-recommends tesseract-ocr tesseract-ocr-eng \
    && rm -rf /var/lib/apt/lists/*

COPY . /src
RUN pip install --no-cache-dir --constraint /src/constraints.txt /src && rm -rf /src

# What is mounted belongs to somebody else, and nothing in it is written to.
RUN useradd --create-home --uid 10001 postcheck && mkdir /work
USER postcheck
WORKDIR /work
ENTRYPOINT ["postcheck"]
CMD ["--help"]
