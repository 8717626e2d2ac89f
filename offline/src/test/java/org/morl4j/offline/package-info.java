/** Tests of the datasets. */
package org.morl4j.offline;
