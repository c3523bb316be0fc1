#!/bin/sh
# 做离线安装包：sh deploy/bundle/build.sh PYTHON DATA OUT
# PYTHON 是装好了 pip 的解释器，安装包只给同一个小版本的 Python 用；DATA/models 里有导出的模型；OUT 是放安装包的文件夹。
set -eu
python=$1 data=$2 out=$3
extras=${EXTRAS:-ocr,postgres}
root=$(cd "$(dirname "$0")/../.." && pwd)

ls "$data"/models/*/model.json >/dev/null 2>&1 || { echo "没有模型：$data/models。请先运行 kb index。" >&2; exit 1; }

tag=$("$python" -c 'import platform, sys; print("py%d.%d-%s-%s" % (*sys.version_info[:2], sys.platform, platform.machine()))')
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/pyproject.toml" | head -n 1)
commit=$(git -C "$root" rev-parse --short=8 HEAD 2>/dev/null || true)
release=$version${commit:+-$commit}
name=dangjian-kb-$release-$tag
folder=$out/$name
rm -rf "$folder" "$folder.tar.gz"
mkdir -p "$folder/wheels" "$folder/models"

# setuptools 在 build/ 里留着上一次的文件，已删去的模块会混进安装包。
rm -rf "$root/build/lib" "$root"/build/bdist.*
"$python" -m pip wheel --quiet --disable-pip-version-check -c "$root/constraints.txt" -w "$folder/wheels" "$root[$extras]"
cp -R "$data"/models/*-int8-* "$folder/models/"
cp -R "$root/corpus" "$folder/corpus"
cp "$root/constraints.txt" "$root/LICENSE" "$folder/"
cp "$root/deploy/bundle/install.sh" "$root/deploy/bundle/rollback.sh" "$root/deploy/bundle/安装说明.txt" "$folder/"
cp "$root/deploy/systemd/dangjian.service" "$folder/"
printf '%s\n' "$release" > "$folder/release"
printf '%s\n' "$extras" > "$folder/extras"
printf '%s\n' "$tag" > "$folder/tag"
(cd "$folder" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs -d '\n' sha256sum > SHA256SUMS)
tar -C "$out" --owner=0 --group=0 --sort=name -czf "$folder.tar.gz" "$name"
rm -rf "$folder"
echo "$folder.tar.gz"
