@echo off
setlocal
chcp 65001 >nul
cd /d "%~dp0.."
set "FOUND="
for %%P in (@PYS@ "python" "python3") do if not defined FOUND %%~P -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] not in '@VERSIONS@'.split())" >nul 2>nul && set "FOUND=%%~P"
if not defined FOUND (
    echo No suitable Python found. This bundle works with: @VERSIONS@
    echo 没有找到合适的 Python，请先安装，详见 使用说明.html
    exit /b 1
)
if exist env rmdir /s /q env
%FOUND% -m venv --without-pip env || exit /b 1
env\Scripts\python.exe wheels\@PIP@\pip install --isolated --quiet --disable-pip-version-check --no-index --find-links wheels gouji==@GOUJI@ || exit /b 1
echo OK
