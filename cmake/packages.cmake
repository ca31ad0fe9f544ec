# SPDX-License-Identifier: Apache-2.0
# cpack -G DEB: a package for the Debian or Ubuntu it is built on, dependencies found by dpkg-shlibdeps.
# cpack -G TGZ: with SEAMGATE_STATIC, one file that runs on every Linux of this processor.
install(FILES README.md DESTINATION share/doc/seamgate)
install(FILES cmake/packaging/copyright DESTINATION share/doc/seamgate)
if(SEAMGATE_STATIC)
	install(FILES LICENSE DESTINATION share/doc/seamgate COMPONENT licences)
endif()
# What is linked from an archive is shipped, and its licence goes along, as Debian's packages have it.
set(linked "")
string(REGEX REPLACE "[.].*" "" compiler_major ${CMAKE_C_COMPILER_VERSION})
if(SEAMGATE_STATIC OR SEAMGATE_ARCHIVES)
	list(APPEND linked libgit2-dev libmbedtls-dev libhttp-parser-dev libpcre2-dev zlib1g-dev libdeflate-dev libyaml-dev libexpat1-dev libssl-dev
		libhyperscan-dev libvectorscan-dev libgcc-${compiler_major}-dev)
endif()
if(SEAMGATE_STATIC)
	list(APPEND linked libarchive-dev nettle-dev liblzma-dev libbz2-dev libzstd-dev liblz4-dev libc6-dev)
endif()
foreach(package IN LISTS linked)
	if(EXISTS /usr/share/doc/${package}/copyright)
		install(FILES /usr/share/doc/${package}/copyright DESTINATION share/doc/seamgate/linked
			RENAME ${package} COMPONENT licences)
	endif()
endforeach()

set(CPACK_PACKAGE_NAME seamgate)
set(CPACK_PACKAGE_VENDOR "seamgate")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "merge gate that judges a change and blocks its merge")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
# Whatever the umask of who packs it.
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)

set(SEAMGATE_MAINTAINER "seamgate <seamgate@example.org>" CACHE STRING "Name and address for the Debian package")
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${SEAMGATE_MAINTAINER}")
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# libarchive is loaded when the first archive is met.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "git, libarchive13 | libarchive13t64")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "seamgate reads the git objects between a base and a head, says what is
wrong and where, and exits non-zero to stop the merge: secrets,
dependencies that lost their protection, models that lost accuracy,
latencies over their budgets. It sends nothing over the network.")
if(SEAMGATE_STATIC)
	set(CPACK_PACKAGING_INSTALL_PREFIX "")
	set(CPACK_PACKAGE_FILE_NAME seamgate-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR})
endif()
# Debian wants one in every package; the history itself is the repository's.
file(WRITE ${CMAKE_BINARY_DIR}/made-pages/changelog "seamgate (${PROJECT_VERSION}) unstable; urgency=medium

  * See the history of the repository.

 -- ${SEAMGATE_MAINTAINER}  Thu, 01 Jan 1970 00:00:00 +0000
")
execute_process(COMMAND gzip -9nf ${CMAKE_BINARY_DIR}/made-pages/changelog)
install(FILES ${CMAKE_BINARY_DIR}/made-pages/changelog.gz DESTINATION share/doc/seamgate)
include(CPack)
