#!/bin/sh
# 核对：参数是报告文件；结果写在报告旁边。没有安装过就先安装。
here=$(dirname "$0")/..
[ -x "$here/env/bin/python" ] || sh "$here/files/install.sh" || exit 1
exec "$here/env/bin/python" "$here/files/check.py" "$@"
