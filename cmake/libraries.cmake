# SPDX-License-Identifier: Apache-2.0
# The libraries, shared or (SEAMGATE_STATIC) static, as seamgate_* interface targets.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

function(seamgate_library name package)
	pkg_check_modules(PC_${name} REQUIRED ${package})
	add_library(seamgate_${name} INTERFACE)
	target_include_directories(seamgate_${name} SYSTEM INTERFACE ${PC_${name}_INCLUDE_DIRS})
	if(SEAMGATE_STATIC)
		target_link_libraries(seamgate_${name} INTERFACE ${ARGN})
	else()
		target_link_libraries(seamgate_${name} INTERFACE ${PC_${name}_LINK_LIBRARIES})
	endif()
endfunction()

# No TLS and no SSH library: gate/change/offline.c stands in for what libgit2 wants of them.
seamgate_library(git2 libgit2 git2 mbedcrypto http_parser pcre2-8 z)
seamgate_library(zlib zlib z)
seamgate_library(deflate libdeflate deflate)
seamgate_library(yaml yaml-0.1 yaml)
seamgate_library(expat expat expat)
seamgate_library(crypto libcrypto crypto dl)
seamgate_library(hs libhs hs stdc++ m)
seamgate_library(pcre2 libpcre2-8 pcre2-8)

# Not linked but loaded when the first archive is met (gate/base/archive.c): with the libraries that it wants it would
# make every start dearer. The static binary takes what it uses out of it.
pkg_check_modules(PC_archive REQUIRED libarchive)
add_library(seamgate_archive INTERFACE)
target_include_directories(seamgate_archive SYSTEM INTERFACE ${PC_archive_INCLUDE_DIRS})
if(SEAMGATE_STATIC)
	target_link_libraries(seamgate_archive INTERFACE archive nettle lzma bz2 zstd lz4 z)
else()
	target_link_libraries(seamgate_archive INTERFACE ${CMAKE_DL_LIBS})
endif()
