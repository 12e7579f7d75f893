@echo off
setlocal
chcp 65001 >nul
set "PYTHONUTF8=1"
if not exist "%~dp0..\env\Scripts\gouji.exe" call "%~dp0install.bat"
if not exist "%~dp0..\env\Scripts\gouji.exe" (
    pause
    exit /b 1
)
"%~dp0..\env\Scripts\python.exe" "%~dp0check.py" %*
pause
