# Run by cpack between installing into its own folder and packing: what Debian wants of a package's files
# (manual pages and changelogs compressed, without a date; a copyright file in its own form).
file(GLOB_RECURSE pages ${CPACK_TEMPORARY_DIRECTORY}/*/usr/share/man/man1/*.1)
file(GLOB documents ${CPACK_TEMPORARY_DIRECTORY}/*/usr/share/doc/pann ${CPACK_TEMPORARY_DIRECTORY}/usr/share/doc/pann)
foreach(folder ${documents})
  configure_file(${CMAKE_CURRENT_LIST_DIR}/debian_copyright ${folder}/copyright COPYONLY)
  file(WRITE ${folder}/changelog.Debian
"pann (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium

  * See changelog.gz.

 -- ${CPACK_PACKAGE_CONTACT}  Thu, 01 Jan 1970 00:00:00 +0000
")
  list(APPEND pages ${folder}/changelog.Debian ${folder}/changelog)
endforeach()
foreach(page ${pages})
  if(EXISTS ${page})
    execute_process(COMMAND gzip -9nf ${page} COMMAND_ERROR_IS_FATAL ANY)
  endif()
endforeach()
