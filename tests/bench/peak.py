# SPDX-License-Identifier: Apache-2.0
"""Prints the most memory, in KiB, that a command had resident. usage: peak.py COMMAND [ARGUMENT…]"""
import os
import subprocess
import sys

if __name__ == "__main__":
    child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    print(os.wait4(child.pid, 0)[2].ru_maxrss)
