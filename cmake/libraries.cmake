# SPDX-License-Identifier: Apache-2.0
# The libraries, as seamgate_* interface targets: shared ones for tests and whatever else is built, archives for the program. Loading
# two dozen shared libraries is most of a short run's time, and archives leave out the network code that libgit2 brings along.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

# SEAMGATE_STATIC: libc too. A sanitizer wants to see the libraries that are loaded.
set(wants_archives OFF)
if(SEAMGATE_ARCHIVES AND NOT SEAMGATE_SANITIZE AND NOT SEAMGATE_FUZZ)
	set(wants_archives ON)
endif()

# The archives of these names, or "" where one is missing.
function(seamgate_archives out)
	set(found "")
	foreach(name IN LISTS ARGN)
		execute_process(COMMAND ${CMAKE_C_COMPILER} -print-file-name=lib${name}.a
			OUTPUT_VARIABLE path OUTPUT_STRIP_TRAILING_WHITESPACE)
		if(NOT IS_ABSOLUTE "${path}")
			set(${out} "" PARENT_SCOPE)
			return()
		endif()
		list(APPEND found ${path})
	endforeach()
	set(${out} "${found}" PARENT_SCOPE)
endfunction()

# A libgit2 that was built with other libraries than Debian's wants more than offline.c stands in for.
function(seamgate_check_git2 archives)
	file(WRITE ${CMAKE_BINARY_DIR}/probe.c "int git_libgit2_init(void);\nvoid offline_link(void);\n"
		"int main(void) { offline_link(); return git_libgit2_init(); }\n")
	try_compile(SEAMGATE_GIT2_ARCHIVE ${CMAKE_BINARY_DIR}/probe
		SOURCES ${CMAKE_BINARY_DIR}/probe.c ${CMAKE_SOURCE_DIR}/gate/change/offline.c
		CMAKE_FLAGS -DINCLUDE_DIRECTORIES=${CMAKE_SOURCE_DIR}
		LINK_LIBRARIES ${archives} Threads::Threads)
endfunction()

# seamgate_library(NAME PACKAGE ARCHIVE…)
function(seamgate_library name package)
	pkg_check_modules(PC_${name} REQUIRED ${package})
	add_library(seamgate_${name} INTERFACE)
	target_include_directories(seamgate_${name} SYSTEM INTERFACE ${PC_${name}_INCLUDE_DIRS})
	if(SEAMGATE_STATIC)
		target_link_libraries(seamgate_${name} INTERFACE ${ARGN} m ${CMAKE_DL_LIBS})
		return()
	endif()
	set(archives "")
	if(wants_archives)
		seamgate_archives(archives ${ARGN})
		if(archives AND name STREQUAL git2)
			seamgate_check_git2("${archives}")
			if(NOT SEAMGATE_GIT2_ARCHIVE)
				set(archives "")
			endif()
		endif()
		if(NOT archives)
			message(STATUS "${package}: the shared library is linked")
		endif()
	endif()
	if(archives)
		target_link_libraries(seamgate_${name} INTERFACE
			"$<IF:$<BOOL:$<TARGET_PROPERTY:TAKES_ARCHIVES>>,${archives},${PC_${name}_LINK_LIBRARIES}>")
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
seamgate_library(crypto libcrypto crypto)
seamgate_library(hs libhs hs stdc++)
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
