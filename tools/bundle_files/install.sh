#!/bin/sh
# 安装：用本机的 Python 和 wheels 里的程序包建一个运行环境 env，不联网。
set -eu
cd "$(dirname "$0")/.."
for python in @PYTHONS@ python3; do
    if command -v "$python" >/dev/null 2>&1 && "$python" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] not in "@VERSIONS@".split())'; then
        found=$python
        break
    fi
done
if [ -z "${found:-}" ]; then
    echo "没有找到合适的 Python（本包支持：@VERSIONS@）。请安装后再运行；详见 使用说明.html。" >&2
    exit 1
fi
rm -rf env
"$found" -m venv --without-pip env
env/bin/python wheels/@PIP@/pip install --isolated --quiet --disable-pip-version-check --no-index --find-links wheels gouji==@GOUJI@
cat > 勾稽核对.desktop <<END
[Desktop Entry]
Type=Application
Name=勾稽核对
Comment=把报告拖到这里
Exec=sh "$PWD/核对.sh" %F
Icon=accessories-calculator
Terminal=true
END
chmod +x 勾稽核对.desktop
echo "安装完成。"
