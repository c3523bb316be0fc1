#!/bin/sh
# 试离线安装包：sh deploy/bundle/check.sh 安装包.tar.gz [PYTHON]
# 在没有网络的命名空间里：安装、提问、启动服务；升级、退回；被改过的安装包不收。全部通过退出码为 0。
set -eu
if [ -z "${KB_BUNDLE_ALONE:-}" ]; then
  export KB_BUNDLE_ALONE=1
  [ "$(id -u)" = 0 ] && exec unshare --net sh "$0" "$@"
  exec unshare --user --map-root-user --net sh "$0" "$@"
fi
archive=$1 python=${2:-python3}
fail() { echo "不对：$1" >&2; exit 1; }
ip link set lo up 2>/dev/null || fail "命名空间里没有 lo（要 iproute2）。"
if "$python" -c 'import socket; socket.create_connection(("192.0.2.1", 80), 3)' 2>/dev/null; then
  fail "这里还有网络。"
fi
work=$(mktemp -d)
service=
trap '[ -z "$service" ] || kill "$service" 2>/dev/null || true; rm -rf "$work"' EXIT
tar -C "$work" -xzf "$archive"
bundle=$(echo "$work"/dangjian-kb-*)
to=$work/dangjian
env -u PIP_CONFIG_FILE sh "$bundle/install.sh" --to "$to" --python "$python"
kb=$to/kb
"$kb" ask 党支部书记每年至少上几次党课 | grep -q . || fail "没有回答。"
"$kb" doctor || fail "体检没有通过。"

cd "$work" && "$kb" serve --port 8765 2>"$work/log" & service=$!
"$python" - <<'P' || { cat "$work/log" >&2; fail "服务没有起来。"; }
import json, time, urllib.request
until = time.monotonic() + 180
while True:
    try:
        with urllib.request.urlopen("http://127.0.0.1:8765/readyz", timeout=5) as r:
            assert r.status == 200
            break
    except OSError:
        if time.monotonic() > until:
            raise
        time.sleep(0.3)
asked = urllib.request.Request("http://127.0.0.1:8765/api/ask", json.dumps({"question": "党总支每届任期几年"}).encode(),
                               {"Content-Type": "application/json"})
assert json.load(urllib.request.urlopen(asked, timeout=30))["findings"]
assert "kb_documents" in urllib.request.urlopen("http://127.0.0.1:8765/metrics", timeout=30).read().decode()
P
kill "$service"; wait "$service" || fail "服务没有好好停下。"
service=

# 升级：同一个安装包换个版本号。再退回，知识库和程序都是原来的。
first=$(readlink "$to/current")
sign() { (cd "$1" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs -d '\n' sha256sum > SHA256SUMS); }
echo second > "$bundle/release"
if sh "$bundle/install.sh" --to "$to" --python "$python" 2>/dev/null; then fail "收了被改过的安装包。"; fi
sign "$bundle"
sh "$bundle/install.sh" --to "$to" --python "$python"
[ "$(readlink "$to/current")" = releases/second ] || fail "没有换上新的一版。"
printf '第一条 支部图书角每年至少更新37次，由图书管理员负责。\n' > "$work/升级以后加的.txt"
"$kb" index "$work/升级以后加的.txt" >/dev/null
sh "$to/rollback.sh"
[ "$(readlink "$to/current")" = "$first" ] || fail "没有退回原来的一版。"
"$kb" documents | grep -q 升级以后加的 && fail "退回以后还有升级以后加的文件。"
"$kb" restore "$to"/backups/after-second-*.zip >/dev/null
"$kb" documents | grep -q 升级以后加的 || fail "升级以后的备份里没有后加的文件。"

# 新的一版把知识库升了级（这里用一个更大的结构号代替）：旧程序说明打不开，不碰它；退回以后照常。
rm -rf "$to/releases/second"
sh "$bundle/install.sh" --to "$to" --python "$python" >/dev/null
"$python" - "$to/data/library.db" <<'P'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as c:
    c.execute("UPDATE alembic_version SET version_num = '9999'")
P
said=$(KB_DATA=$to/data KB_CORPUS=$to/corpus "$to/$first/bin/kb" index 2>&1) && fail "旧程序改了新程序的知识库。"
echo "$said" | grep -q 更新版本 || fail "旧程序没有说明打不开的原因：$said"
sh "$to/rollback.sh" --without-backup
"$kb" ask 党总支每届任期几年 | grep -q 任期 || fail "退回以后没有回答。"
"$kb" doctor || fail "退回以后体检没有通过。"

# 新的一版建不成索引：自己换回去。
rm -rf "$to/releases/second"
mv "$to/corpus" "$to/corpus-moved" && echo 不是文件夹 > "$to/corpus"
if sh "$bundle/install.sh" --to "$to" --python "$python" 2>/dev/null; then fail "建不成索引也算升级成了。"; fi
[ "$(readlink "$to/current")" = "$first" ] || fail "升级失败以后没有换回去。"
echo "离线安装包没有问题。"
