#!/bin/sh
# 第一次建数据库时由 postgres 镜像运行：建扩展和服务所用的角色。角色不是超级用户，也绕不过行级安全。
set -eu
case $KB_DB_PASSWORD in
  ''|*[!A-Za-z0-9]*) echo "KB_DB_PASSWORD 没有填，或有字母和数字以外的字符。" >&2; exit 1 ;;
esac
psql --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname "${POSTGRES_DB:-kb}" <<S
CREATE EXTENSION IF NOT EXISTS vector;
CREATE ROLE kb LOGIN PASSWORD '$KB_DB_PASSWORD' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
ALTER DATABASE "${POSTGRES_DB:-kb}" OWNER TO kb;
ALTER SCHEMA public OWNER TO kb;
S
